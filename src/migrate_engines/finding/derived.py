"""Calls by which a class reaches the retired class it derives from: ``cls(…)``, ``type(self)(…)``."""

import ast
from collections.abc import Iterator

from msgspec import Struct

from migrate_engines.finding.names import FileNames
from migrate_engines.finding.scope import Scope, ScopeTree
from migrate_engines.finding.use import Use
from migrate_engines.finding.walk import CONSTRUCTORS, Site, class_of_self, has_constructor, sites
from migrate_engines.finding.wanted import Wanted
from migrate_engines.model.finding import UseKind


class DerivedFinder(Struct, frozen=True):
    """Finds such calls in one file."""

    tree: ast.Module
    names: FileNames
    wanted: Wanted
    scopes: ScopeTree

    def uses(self) -> Iterator[Use]:
        derived = {node: bases for node in self._classes() if (bases := self._bases(node))}
        if not derived:
            return
        for site in sites(self.tree, self.scopes):
            if isinstance(site.node, ast.Call):
                symbol = self._reached(site.node, site.scope, derived)
                if symbol is not None:
                    yield class_call(site, site.node, symbol)

    def _classes(self) -> Iterator[ast.ClassDef]:
        for node in self.scopes.scope_of:
            if isinstance(node, ast.ClassDef) and node.bases and not self._is_retired(node):
                yield node

    def _is_retired(self, node: ast.ClassDef) -> bool:
        is_top = self.scopes.scope_of[node].parent is self.scopes.module
        return is_top and f"{self.names.module}.{node.name}" in self.wanted.retired

    def _bases(self, node: ast.ClassDef) -> tuple[str, ...]:
        """The bases that are, or derive from, a wanted class."""
        around = self.scopes.scope_of[node].parent or self.scopes.module
        written = [base.value if isinstance(base, ast.Subscript) else base for base in node.bases]
        known = [dotted for base in written if (dotted := self.names.dotted(base, around))]
        lineage = self.names.index.lineage
        return tuple(each for each in known if not self.wanted.symbols.isdisjoint(lineage(each)))

    def _reached(
        self, call: ast.Call, scope: Scope, derived: dict[ast.ClassDef, tuple[str, ...]]
    ) -> str | None:
        match call.func:
            case ast.Name(name) if (found := class_of_self(name, scope)) and found[1]:
                return self._constructed(found[0], derived.get(found[0], ()))
            case ast.Call(ast.Name("type"), [ast.Name(name)]) | ast.Attribute(ast.Name(name), "__class__"):
                found = class_of_self(name, scope)
                return self._constructed(found[0], derived.get(found[0], ())) if found else None
            case ast.Attribute(ast.Name(name), member) if found := class_of_self(name, scope):
                return self._member(member, derived.get(found[0], ()))
        return None

    def _constructed(self, node: ast.ClassDef, bases: tuple[str, ...]) -> str | None:
        """The retired class whose constructor the class inherits."""
        if has_constructor(node):
            return None
        for base in bases:
            for canonical in self.names.index.lineage(base):
                if canonical in self.wanted.retired:
                    return canonical
                known = self.names.index.class_of(canonical)
                if known is None or not known.methods.keys().isdisjoint(CONSTRUCTORS):
                    break
        return None

    def _member(self, name: str, bases: tuple[str, ...]) -> str | None:
        """The retired member that a base gives the class."""
        found = [self.names.index.canonical(f"{base}.{name}") for base in bases]
        return next((symbol for symbol in found if symbol in self.wanted.retired), None)


def class_call(site: Site, call: ast.Call, symbol: str) -> Use:
    """The use of a symbol that a call reaches at run time only."""
    above = site.ancestors[-1]
    return Use(
        symbol,
        symbol,
        (symbol,),
        UseKind.CALL,
        call.func,
        site.scope,
        (*site.ancestors, call),
        call=call,
        awaited=above if isinstance(above, ast.Await) else None,
        is_dynamic=True,
    )
