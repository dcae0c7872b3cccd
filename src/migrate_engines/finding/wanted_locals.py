"""The names of a file that could mean a wanted symbol, before any scope is read."""

import ast
from collections.abc import Iterable, Iterator

from msgspec import Struct

from migrate_engines.finding.chains import chain_roots
from migrate_engines.finding.statements import statements_of
from migrate_engines.finding.wanted import Wanted
from migrate_engines.tree.index import SymbolIndex
from migrate_engines.tree.source import SourceFile
from migrate_engines.tree.summary import absolute_import, dotted_text


class WantedLocals(Struct, frozen=True):
    """``names`` are bound by an import, a definition or an alias of one, and may lead to a wanted symbol.

    ``roots`` begin a chain of attributes that may, whatever they are bound to.
    """

    names: frozenset[str]
    roots: frozenset[str]


def wanted_locals(
    tree: ast.Module, source: SourceFile, package: str, index: SymbolIndex, wanted: Wanted
) -> WantedLocals:
    """What to look for in the scopes of a file."""
    found: set[str] = set()
    module = index.modules.module_of(source.path)
    statements = list(statements_of(tree.body))
    aliases = list(_aliases(statements))
    beginnings = chain_roots(statements, source, wanted)
    roots = _reached_by(beginnings, aliases)
    imports = _Imports(index, wanted, frozenset(roots))
    for node in statements:
        match node:
            case ast.Import(names):
                own = [alias for alias in names if index.modules.split(alias.name)[0]]
                found |= {alias.asname or alias.name.partition(".")[0] for alias in own}
            case ast.ImportFrom(names=names):
                found.update(imports.locals_of(absolute_import(node, package), names))
            case ast.ClassDef(name) | ast.FunctionDef(name) | ast.AsyncFunctionDef(name):
                if wanted.may_mean(name) and wanted.is_relevant(f"{module}.{name}", index):
                    found.add(name)
            case ast.Assign([ast.Name(name)], ast.Constant(str(text))) if wanted.holds_word(text):
                found.add(name)  # part of a dotted name, such as that of a patch
    return WantedLocals(frozenset(found | _reached(found, aliases)), frozenset(beginnings))


def _aliases(statements: Iterable[ast.stmt]) -> Iterator[tuple[str, str]]:
    """``name = root.attribute`` as (name, root)."""
    for node in statements:
        match node:
            case ast.Assign([ast.Name(name)], value) if isinstance(value, (ast.Name, ast.Attribute)):
                yield name, (dotted_text(value) or "").partition(".")[0]


def _reached(roots: Iterable[str], aliases: list[tuple[str, str]]) -> set[str]:
    """The names that stand, over any number of aliases, for one of the roots."""
    found = set(roots)
    for _ in aliases:
        added = {name for name, root in aliases if root in found} - found
        if not added:
            break
        found |= added
    return found


def _reached_by(names: Iterable[str], aliases: list[tuple[str, str]]) -> set[str]:
    """The names that, over any number of aliases, one of the names stands for."""
    return _reached(names, [(root, name) for name, root in aliases])


class _Imports(Struct, frozen=True):
    """Which of the names that an import brings may lead to a wanted symbol."""

    index: SymbolIndex
    wanted: Wanted
    roots: frozenset[str]

    def locals_of(self, source: str, names: list[ast.alias]) -> Iterator[str]:
        for alias in names:
            local = alias.asname or alias.name
            if alias.name == "*":
                yield from self._star_names(source, set())
            elif self._is_relevant(f"{source}.{alias.name}", local):
                yield local

    def _star_names(self, source: str, seen: set[str]) -> Iterator[str]:
        """What ``import *`` may bring, through the star imports of that module too."""
        module = self.index.canonical(source)
        if module in seen:
            return
        seen.add(module)
        if is_unreadable(source, self.index):
            yield from (symbol.rpartition(".")[2] for symbol in self.wanted.symbols)
        summary = self.index.summary(module)
        if summary is None:
            return
        for name in summary.public_names():
            if self._is_relevant(f"{source}.{name}", name):
                yield name
        for star in summary.stars:
            yield from self._star_names(star, seen)

    def _is_relevant(self, dotted: str, local: str) -> bool:
        return self.wanted.is_relevant(dotted, self.index, is_root=local in self.roots)


def is_unreadable(module: str, index: SymbolIndex) -> bool:
    """Whether a module of this tree exists and cannot be read."""
    return index.modules.path_of(module) is not None and index.summary(module) is None
