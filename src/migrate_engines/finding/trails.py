"""Uses that lead over an object: an attribute of a class that keeps something, a module that was loaded."""

import ast
from collections.abc import Iterator

from msgspec import Struct

from migrate_engines.finding.kept_names import kept_names
from migrate_engines.finding.kinds import kind_of
from migrate_engines.finding.names import FileNames
from migrate_engines.finding.scope import Binding, BindingKind, Scope, ScopeTree
from migrate_engines.finding.use import Use
from migrate_engines.finding.values import Values
from migrate_engines.finding.walk import class_of_self
from migrate_engines.finding.wanted import Wanted
from migrate_engines.model.finding import UseKind
from migrate_engines.tree.index import ObjectKind
from migrate_engines.tree.summary import dotted_text

_DEPTH = 6  # names of names; longer trails are left unknown


class Trails(Struct, frozen=True):
    """Follows expressions of one file to dotted names; an object of a class goes by the class's name."""

    names: FileNames
    scopes: ScopeTree

    def of(self, node: ast.expr, scope: Scope, depth: int = 0) -> tuple[str, ...]:
        """What an expression may stand for."""
        if depth > _DEPTH:
            return ()
        static = self.names.dotted(node, scope)
        if static is not None:
            return kept_names(static, self.names.index) or (static,)
        match node:
            case ast.Name():
                bindings = scope.lookup(node.id, node.lineno)
                return tuple(name for each in bindings for name in self._bound(each, depth))
            case ast.Attribute(value, name):
                longer = [f"{each}.{name}" for each in self.of(value, scope, depth + 1)]
                return tuple(
                    found for each in longer for found in kept_names(each, self.names.index) or (each,)
                )
            case ast.NamedExpr(_, value):
                return self.of(value, scope, depth + 1)
            case ast.Call() | ast.Subscript():
                loaded = Values(self.names).object(node, scope)
                return (loaded,) if loaded else self._constructed(node, scope, depth)
        return ()

    def _constructed(self, node: ast.expr, scope: Scope, depth: int) -> tuple[str, ...]:
        if not isinstance(node, ast.Call):
            return ()
        return self._classes(self.of(node.func, scope, depth + 1))

    def _bound(self, binding: Binding, depth: int) -> tuple[str, ...]:
        if binding.kind is BindingKind.PARAMETER and isinstance(binding.node, ast.arg):
            if found := class_of_self(binding.node.arg, binding.scope):
                return self._own(found[0])
            return self._annotated(binding)
        if binding.kind is BindingKind.ASSIGNMENT and binding.value is not None:
            return self.of(binding.value, binding.scope, depth + 1) or self._annotated(binding)
        return ()

    def _own(self, node: ast.ClassDef) -> tuple[str, ...]:
        """The dotted name of a class of this file; none of one that a function makes."""
        path, scope = [node.name], self.scopes.scope_of[node].parent
        while scope is not None and isinstance(scope.node, ast.ClassDef):
            path.insert(0, scope.node.name)
            scope = scope.parent
        is_known = scope is self.scopes.module
        return (".".join((self.names.module, *path)),) if is_known else ()

    def _annotated(self, binding: Binding) -> tuple[str, ...]:
        written = dotted_text(_without_none(_unquoted(binding.annotation)))
        around = binding.scope.parent if binding.kind is BindingKind.PARAMETER else binding.scope
        if written is None or around is None:
            return ()
        root, dot, rest = written.partition(".")
        targets = self.names.targets(around.lookup(root))
        return self._classes(tuple(f"{each}{dot}{rest}" for each in targets if each))

    def _classes(self, names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(each for each in names if self.names.index.resolve(each).kind is ObjectKind.CLASS)


def _unquoted(annotation: ast.expr | None) -> ast.expr | None:
    if not isinstance(annotation, ast.Constant) or not isinstance(annotation.value, str):
        return annotation
    try:
        return ast.parse(annotation.value, mode="eval").body
    except SyntaxError:
        return None


def _without_none(annotation: ast.expr | None) -> ast.expr | None:
    """``X | None`` and ``Optional[X]`` are an X where a member of it is used."""
    match annotation:
        case ast.BinOp(left, ast.BitOr(), ast.Constant(None)):
            return left
        case ast.Subscript(ast.Name("Optional") | ast.Attribute(_, "Optional"), inner):
            return inner
    return annotation


class TrailFinder(Struct, frozen=True):
    """Finds the uses in one file that no name of it leads to by itself."""

    trails: Trails
    wanted: Wanted

    def uses(self) -> Iterator[Use]:
        for read in self.trails.scopes.uses:
            if use := self._longest(read.scope, read.ancestors):
                yield use
        for lookup in self.trails.scopes.lookups:
            if use := self._longest(lookup.scope, lookup.ancestors):
                yield use

    def _longest(self, scope: Scope, ancestors: tuple[ast.AST, ...]) -> Use | None:
        """The longest chain of attributes on an expression that leads to a wanted symbol."""
        best = None
        while isinstance(parent := ancestors[-1], ast.Attribute):
            ancestors = ancestors[:-1]
            if self._may_lead(parent):
                best = self._use(parent, scope, ancestors) or best
        return best

    def _may_lead(self, node: ast.Attribute) -> bool:
        return self.wanted.holds_word(node.attr) or node.attr in self.wanted.held or node.attr == "value"

    def _leading(self, node: ast.Attribute, scope: Scope) -> tuple[str, ...]:
        """What is read; an attribute that is set means the place, not what is kept there."""
        if isinstance(node.ctx, ast.Load):
            return self.trails.of(node, scope)
        return tuple(f"{each}.{node.attr}" for each in self.trails.of(node.value, scope))

    def _use(self, node: ast.Attribute, scope: Scope, ancestors: tuple[ast.AST, ...]) -> Use | None:
        index = self.trails.names.index
        static = self.trails.names.resolve(node, scope)
        if static is not None and static.canonical in self.wanted.symbols:
            return None  # the file's own names say so
        for written in self._leading(node, scope):
            symbol = index.canonical(written)
            kind = kind_of(node, ancestors)
            is_call = kind is UseKind.CALL
            if symbol in self.wanted.symbols and (is_call or symbol in self.wanted.retired):
                call = ancestors[-1] if is_call else None
                above = ancestors[-2] if is_call and len(ancestors) > 1 else None
                return Use(
                    symbol,
                    written,
                    index.resolve(written).chain,
                    kind,
                    node,
                    scope,
                    ancestors,
                    call=call if isinstance(call, ast.Call) else None,
                    awaited=above if isinstance(above, ast.Await) else None,
                    is_dynamic=True,
                )
        return None
