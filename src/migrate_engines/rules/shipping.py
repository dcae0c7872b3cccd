"""A ``@helper`` function, read as what is shipped into the tree being migrated."""

import ast
import re
import symtable
from collections.abc import Iterator

from migrate_engines.model.rule import Helper
from migrate_engines.rules.names import BUILTINS, Function, RuleFile
from migrate_engines.rules.problems import spelling
from migrate_engines.rules.roles import Shipping
from migrate_engines.rules.signatures import read_helper_signature


def read_helper(function: Function, role: Shipping, codemod: str, file: RuleFile) -> Helper:
    """The helper; names that would be missing where it is shipped are reported."""
    source = _source(function, file.positions.lines)
    free = _free_names(source, file)
    for name in sorted(free - BUILTINS.difference(file.names.lines)):
        _check_name(name, function, role, file)
    used = free.union(_quoted_names(function))
    return Helper(
        codemod=codemod,
        name=function.name,
        line=function.lineno,
        module=role.module,
        source=source,
        imports=tuple(name for name in file.names.imports if name.local in used),
        signature=read_helper_signature(function, file),
    )


def _source(function: Function, lines: list[str]) -> str:
    """The function from its ``def`` line on, with the comments that are indented as its own."""
    assert function.end_lineno is not None
    end = function.end_lineno
    for number, line in enumerate(lines[end:], start=end + 1):
        if line.strip() and not (line[0].isspace() and line.lstrip().startswith("#")):
            break
        end = number if line.strip() else end
    return "\n".join(lines[function.lineno - 1 : end])


def _free_names(source: str, file: RuleFile) -> set[str]:
    """The names that ``source`` takes from its module, wherever in it they stand."""
    return set(_global_names(symtable.symtable(source, file.problems.path, "exec")))


def _global_names(table: symtable.SymbolTable) -> Iterator[str]:
    for symbol in table.get_symbols():
        if symbol.is_global():
            yield symbol.get_name()
    for child in table.get_children():
        yield from _global_names(child)


def _check_name(name: str, function: Function, role: Shipping, file: RuleFile) -> None:
    names = file.names
    other = names.roles.get(name)
    if isinstance(other, Shipping):
        if other.module != role.module:
            what = f"`{name}` is shipped in `{other.module}`, not in `{role.module}`"
            file.report(_line_of(name, function), what, "Give both helpers the same module.")
    elif other or name in names.constants or name in names.words:
        what = f"`{name}` is known to this rule file only, not in `{role.module}`"
        remedy = "A helper takes imports, builtins and helpers of its own module."
        file.report(_line_of(name, function), what, remedy)
    elif name not in names.lines:
        remedy = spelling(name, _usable(role, file), "Import it, or define it inside the helper.")
        file.report(_line_of(name, function), f"`{name}` is not defined", remedy)


def _line_of(name: str, function: Function) -> int:
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and node.id == name:
            return node.lineno
    return function.lineno


def _quoted_names(function: Function) -> Iterator[str]:
    """The words in quoted annotations; those that are imported travel with the helper."""
    for annotation in _annotations(function):
        for node in ast.walk(annotation):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield from re.findall(r"\w+", node.value)


def _annotations(function: Function) -> Iterator[ast.expr]:
    for node in ast.walk(function):
        match node:
            case ast.arg(annotation=ast.expr() as annotation) | ast.AnnAssign(annotation=annotation):
                yield annotation
            case ast.FunctionDef(returns=returns) | ast.AsyncFunctionDef(returns=returns) if returns:
                yield returns


def _usable(role: Shipping, file: RuleFile) -> set[str]:
    helpers = (name for name, other in file.names.roles.items() if other == role)
    return {*helpers, *(name.local for name in file.names.imports)}
