"""The names in one template: each means one thing throughout."""

import ast
from collections.abc import Iterable

from migrate_engines.rules.names import BUILTINS, Function, RuleFile, binds_first_part
from migrate_engines.rules.problems import spelling


class TemplateNames:
    """``locals`` grows as the statements are read; ``assigned`` is what it will hold in the end."""

    def __init__(
        self, function: Function, parameters: Iterable[str], assigned: Iterable[str], file: RuleFile
    ) -> None:
        self.locals: dict[str, None] = {}
        self._parameters = tuple(parameters)
        self._assigned = frozenset(assigned)
        self._file = file
        self._dotted: dict[str, str] = {}
        for name in self._parameters:
            self._check_hiding(name, function.lineno)

    def dotted(self) -> tuple[tuple[str, str], ...]:
        """The names that the template takes from the file's imports and helpers, sorted."""
        return tuple(sorted(self._dotted.items()))

    def bind_local(self, node: ast.Name) -> None:
        if node.id in self._parameters:
            self._add(node.lineno, f"`{node.id}` is a parameter and is assigned", "Assign to another name.")
        self._check_hiding(node.id, node.lineno)
        self.locals[node.id] = None

    def bind_inner(self, name: str, line: int) -> None:
        """A lambda or a comprehension binds ``name``."""
        if name in self._parameters or name in self._assigned:
            self._add(line, f"`{name}` means two things in one template", "Use another name inside.")
        self._check_hiding(name, line)

    def use(self, node: ast.Name) -> None:
        name, line = node.id, node.lineno
        if name in self._parameters or name in self.locals:
            return
        if name in self._file.names.lines:
            self._use_of_file(name, line)
        elif name in self._assigned:
            self._add(line, f"`{name}` is used before it is assigned", "Move its assignment up.")
        elif name not in BUILTINS:
            otherwise = "Use a parameter, an imported name, a helper of this file or a builtin."
            self._add(line, f"`{name}` is not defined", spelling(name, self._usable(), otherwise))

    def _use_of_file(self, name: str, line: int) -> None:
        names = self._file.names
        imported = names.imported(name)
        if any(binds_first_part(each) for each in imported):
            remedy = "Import what the template needs with `from ... import ...`."
            self._add(line, f"`import {imported[0].module}` cannot travel to a call", remedy)
        elif dotted := names.dotted(name) or names.helper_symbol(name):
            self._dotted[name] = dotted
        elif names.roles.get(name):
            remedy = "Return it as the whole expression, or write a `@helper` function."
            self._add(line, f"The rule `{name}` is used inside a template", remedy)
        elif name in names.constants or name in names.words:
            remedy = "Write the value itself."
            self._add(line, f"`{name}` is known to this rule file only, not where the call is", remedy)

    def _check_hiding(self, name: str, line: int) -> None:
        names = self._file.names
        if names.imported(name):
            self._add(
                line, f"`{name}` hides the import of that name", "Import that under another name, with `as`."
            )
        elif name in names.roles:
            self._add(line, f"`{name}` hides the function of that name", "Rename the function.")

    def _usable(self) -> set[str]:
        names = self._file.names
        helpers = (name for name in names.roles if names.helper_symbol(name))
        return {*self._parameters, *self.locals, *helpers, *(name.local for name in names.imports)}

    def _add(self, line: int, what: str, remedy: str) -> None:
        self._file.report(line, what, remedy)
