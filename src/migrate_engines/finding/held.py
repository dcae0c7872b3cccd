"""Calls of a wanted symbol by an attribute that keeps it: ``engine_class = X``, ``self.engine_class(…)``."""

import ast
from collections.abc import Iterator

from msgspec import Struct

from migrate_engines.finding.derived import class_call
from migrate_engines.finding.names import FileNames
from migrate_engines.finding.scope import BindingKind, NameUse, Scope, ScopeKind, ScopeTree
from migrate_engines.finding.use import Use
from migrate_engines.finding.walk import class_of_self, sites, whole_chain
from migrate_engines.finding.wanted import Wanted


class HeldFinder(Struct, frozen=True):
    """Finds such calls in one file."""

    tree: ast.Module
    names: FileNames
    wanted: Wanted
    scopes: ScopeTree

    def uses(self) -> Iterator[Use]:
        held = dict(filter(None, map(self._holding, self.scopes.uses)))
        held = {key: symbol for key, symbol in held.items() if _assignments(*key) == 1}
        if not held:
            return
        for site in sites(self.tree, self.scopes):
            match site.node:
                case ast.Call(ast.Attribute(ast.Name(owner), attribute)) as call:
                    node = _class(owner, site.scope)
                    if node is not None and (symbol := held.get((node, attribute))):
                        yield class_call(site, call, symbol)

    def _holding(self, read: NameUse) -> tuple[tuple[ast.ClassDef, str], str] | None:
        """The class and its attribute that a read is assigned to, with the symbol."""
        node, ancestors = whole_chain(read)
        resolution = self.names.resolve(node, read.scope)
        if resolution is None or resolution.canonical not in self.wanted.symbols:
            return None
        match ancestors[-1]:
            case ast.Assign([target], value) | ast.AnnAssign(target, _, value) if value is node:
                found = _attribute(target, read.scope)
                return (found, resolution.canonical) if found else None
        return None


def _attribute(target: ast.expr, scope: Scope) -> tuple[ast.ClassDef, str] | None:
    match target:
        case ast.Name(name) if scope.kind is ScopeKind.CLASS and isinstance(scope.node, ast.ClassDef):
            return scope.node, name
        case ast.Attribute(ast.Name(owner), name):
            node = _class(owner, scope)
            return (node, name) if node is not None else None
    return None


def _class(name: str, scope: Scope) -> ast.ClassDef | None:
    """The class of which a name is an instance, the class itself, or its own name."""
    if found := class_of_self(name, scope):
        return found[0]
    bindings = scope.lookup(name)
    if len(bindings) == 1 and bindings[0].kind is BindingKind.DEFINITION:
        node = bindings[0].node
        return node if isinstance(node, ast.ClassDef) else None
    return None


def _assignments(node: ast.ClassDef, attribute: str) -> int:
    """How often something in the class binds the attribute."""
    count = 0
    for inner in ast.walk(node):
        match inner:
            case ast.Attribute(_, name, ast.Store() | ast.Del()) if name == attribute:
                count += 1
            case ast.FunctionDef(name) | ast.AsyncFunctionDef(name) | ast.ClassDef(name) if name == attribute:
                count += 1
            case ast.Name(name, ast.Store() | ast.Del()) if name == attribute:
                count += 1
    return count
