"""What a name in a file stands for: its bindings followed to a dotted name."""

import ast

from msgspec import Struct

from migrate_engines.finding.scope import Binding, BindingKind, Scope, ScopeKind
from migrate_engines.tree.index import ObjectKind, Resolution, SymbolIndex
from migrate_engines.tree.summary import dotted_text

_DEPTH = 8  # aliases of aliases; deeper chains are left unresolved


class FileNames(Struct, frozen=True):
    """Resolves the names of one file."""

    module: str
    index: SymbolIndex

    @property
    def package(self) -> str:
        """The package that the file's relative names start from."""
        path = self.index.modules.path_of(self.module)
        return self.index.modules.package_of(path) if path else self.module.rpartition(".")[0]

    def dotted(self, expression: ast.expr, scope: Scope) -> str | None:
        """The absolute dotted name of a name or attribute chain, if every binding agrees on it."""
        written = dotted_text(expression)
        if written is None:
            return None
        root, _, rest = written.partition(".")
        targets = self.targets(scope.lookup(root, getattr(expression, "lineno", 0)))
        if len(targets) != 1 or None in targets:
            return None
        (target,) = targets
        return f"{target}.{rest}" if rest else target

    def resolve(self, expression: ast.expr, scope: Scope) -> Resolution | None:
        """The definition that an expression names."""
        dotted = self.dotted(expression, scope)
        return self.index.resolve(dotted) if dotted else None

    def targets(self, bindings: list[Binding], depth: int = 0) -> set[str | None]:
        """The dotted names that bindings of one name stand for; None for one that cannot be followed.

        A fallback to ``None`` (``except ImportError: X = None``) adds nothing: no call of it succeeds.
        """
        followed = [binding for binding in bindings if not is_none(binding.value)]
        if len(followed) > 1:
            followed = [binding for binding in followed if not self._never_binds(binding)] or followed
        return {self._target(binding, depth) for binding in followed}

    def _never_binds(self, binding: Binding) -> bool:
        """An import of a name that this tree does not have always fails; a fallback binds instead."""
        if binding.kind is not BindingKind.IMPORT or not binding.target:
            return False
        return self.index.resolve(binding.target).kind is ObjectKind.MISSING

    def _target(self, binding: Binding, depth: int) -> str | None:
        if binding.kind is BindingKind.IMPORT:
            return binding.target
        if binding.kind is BindingKind.DEFINITION and binding.scope.kind is ScopeKind.MODULE:
            return f"{self.module}.{getattr(binding.node, 'name', '')}"
        if binding.kind is not BindingKind.ASSIGNMENT or depth > _DEPTH:
            return None
        written = dotted_text(binding.value)
        if written is None:
            return None
        root, _, rest = written.partition(".")
        found = self.targets(binding.scope.lookup(root), depth + 1)
        (target,) = found if len(found) == 1 else (None,)
        return f"{target}.{rest}" if target and rest else target


def is_none(value: ast.expr | None) -> bool:
    return isinstance(value, ast.Constant) and value.value is None
