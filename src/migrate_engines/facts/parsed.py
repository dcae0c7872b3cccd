"""One module, parsed, with everything that names in it stand for."""

import ast

from msgspec import Struct

from migrate_engines.finding.names import FileNames
from migrate_engines.finding.scope import Scope, ScopeTree
from migrate_engines.finding.scopes import build_scopes
from migrate_engines.model.location import Location
from migrate_engines.tree.index import ObjectKind, Resolution, SymbolIndex
from migrate_engines.tree.parsing import parse
from migrate_engines.tree.source import SourceFile


class ParsedModule(Struct, frozen=True, eq=False):
    """``scopes`` covers the whole file; ``name`` is the module's dotted name."""

    path: str
    name: str
    tree: ast.Module
    scopes: ScopeTree
    names: FileNames

    @property
    def index(self) -> SymbolIndex:
        return self.names.index

    def at(self, node: ast.AST) -> Location:
        return Location(self.path, getattr(node, "lineno", 1))

    def scope_in(self, node: ast.AST) -> Scope:
        """The scope that a function or a class opens; the module's own for anything else."""
        return self.scopes.scope_of.get(node, self.scopes.module)

    def resolve(self, expression: ast.expr, scope: Scope) -> Resolution | None:
        return self.names.resolve(expression, scope)

    def class_named(self, expression: ast.expr, scope: Scope) -> str | None:
        """The canonical name of the class of this tree that an expression names."""
        resolution = self.resolve(expression, scope)
        if resolution is None or self.index.class_of(resolution.canonical) is None:
            return None
        return resolution.canonical

    def outside_name(self, expression: ast.expr, scope: Scope) -> str | None:
        """The dotted name of something that is not of this tree, such as ``functools.lru_cache``."""
        resolution = self.resolve(expression, scope)
        is_outside = resolution is not None and resolution.kind is ObjectKind.EXTERNAL
        return resolution.canonical if resolution and is_outside else None


def parse_module(source: SourceFile, index: SymbolIndex) -> ParsedModule:
    """Parse a file whose facts are wanted.

    Raises:
        Unreadable: the file cannot be parsed.
    """
    tree = parse(source)
    name = index.modules.module_of(source.path)
    scopes = build_scopes(tree, index.modules.package_of(source.path), frozenset())
    return ParsedModule(source.path, name, tree, scopes, FileNames(name, index))
