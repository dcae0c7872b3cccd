"""One file: what it uses, which matching names it asks for in vain, and which classes it defines."""

import ast
import re
from collections.abc import Iterator

from msgspec import Struct

from migrate_engines.finding.scope import Binding, Scope
from migrate_engines.finding.statements import statements_of
from migrate_engines.finding.use import Use
from migrate_engines.finding.uses import FileUses, find_uses
from migrate_engines.finding.wanted import Wanted
from migrate_engines.inventory.inventory import Maker
from migrate_engines.inventory.makers import makers_in
from migrate_engines.inventory.patterns import NamePatterns
from migrate_engines.model.finding import UseKind
from migrate_engines.model.location import Location
from migrate_engines.tree.index import ObjectKind, SymbolIndex
from migrate_engines.tree.parsing import parse
from migrate_engines.tree.source import SourceFile

_DOTTED = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+\Z")


class FoundUse(Struct, frozen=True):
    """``names`` are those that the use passed through; ``patched`` is the attribute that it sets."""

    symbol: str
    names: frozenset[str]
    kind: UseKind
    location: Location
    is_call: bool
    patched: str | None = None


class Wish(Struct, frozen=True):
    """A matching name that is imported, or mentioned in a string, and that this tree does not have.

    ``missing`` is the part of ``target`` that does not exist; ``is_outside``: it is no name of this tree.
    """

    target: str
    missing: str
    kind: UseKind
    location: Location
    is_outside: bool


class FileScan(Struct, frozen=True):
    uses: tuple[FoundUse, ...]
    wishes: tuple[Wish, ...]
    classes: tuple[tuple[str, Location], ...]
    makers: tuple[Maker, ...]


def scan_file(
    source: SourceFile,
    index: SymbolIndex,
    wanted: Wanted,
    patterns: NamePatterns,
    homes: frozenset[str],
) -> FileScan:
    """``homes`` are the modules that define implementations.

    A name that is asked for in vain is a phantom where it, or what is missing of it, fits a pattern; and
    any name where the module that it is asked of is a home that fits one.

    Raises:
        Unreadable: the file cannot be parsed.
    """
    path, tree = source.path, parse(source)
    found = find_uses(tree, source, index, wanted)
    classes = [
        (node.name, Location(path, node.lineno))
        for node in statements_of(tree.body)
        if isinstance(node, ast.ClassDef) and patterns.match(node.name)
    ]
    uses = tuple(_found(path, use) for use in found.uses if use.symbol in wanted.symbols)
    asking = _Asking(path, found, patterns, homes)
    wishes = dict.fromkeys([*asking.imports(), *asking.strings()])
    return FileScan(
        uses,
        tuple(wishes),
        tuple(sorted(classes, key=lambda each: each[1])),
        tuple(makers_in(path, index.modules.module_of(path), found.uses)),
    )


def _found(path: str, use: Use) -> FoundUse:
    line = getattr(use.node, "lineno", 1)
    names = frozenset(use.names)
    parent = use.ancestors[-1] if use.ancestors else None
    is_call, patched = use.kind is UseKind.CALL, None
    if isinstance(parent, ast.Attribute):
        above = use.ancestors[-2] if len(use.ancestors) > 1 else None
        is_call |= isinstance(above, ast.Call) and above.func is parent
        patched = parent.attr if isinstance(parent.ctx, ast.Store) else None
    return FoundUse(use.symbol, names, use.kind, Location(path, line), is_call, patched)


class _Asking(Struct, frozen=True):
    """What one file asks for in vain."""

    path: str
    found: FileUses
    patterns: NamePatterns
    homes: frozenset[str]

    def imports(self) -> Iterator[Wish]:
        for binding in _import_bindings(self.found):
            target = _target(binding)
            place = Location(self.path, getattr(binding.node, "lineno", 1))
            if wish := self._wish(target, UseKind.IMPORT, place):
                yield wish

    def strings(self) -> Iterator[Wish]:
        for string in self.found.scopes.strings:
            is_prose = not _DOTTED.match(string.text) or isinstance(string.ancestors[-1], ast.Expr)
            place = Location(self.path, string.node.lineno)
            wish = None if is_prose else self._wish(string.text, UseKind.STRING, place)
            if wish is not None and not wish.is_outside:
                yield wish

    def _wish(self, target: str, kind: UseKind, location: Location) -> Wish | None:
        """None where the name exists, or is no business of ours."""
        owner = target.rpartition(".")[0]
        is_ours = owner in self.homes and self.patterns.match_loosely(owner.rpartition(".")[2])
        if not is_ours and not any(map(self.patterns.match_loosely, target.split("."))):
            return None
        index = self.found.names.index
        resolution = index.resolve(target)
        if resolution.kind is ObjectKind.EXTERNAL:
            is_asked = self.patterns.match(target.rpartition(".")[2]) is not None
            return Wish(target, target, kind, location, is_outside=True) if is_asked else None
        if resolution.kind is not ObjectKind.MISSING:
            return None
        module, rest = index.modules.split(resolution.canonical)
        missing = ".".join((module, rest[0])) if module and rest else resolution.canonical
        if self.patterns.match(missing.rpartition(".")[2]):
            return Wish(missing, missing, kind, location, is_outside=False)  # what follows is its member
        fits = [each.rpartition(".")[2] for each in (missing, target)]
        if not is_ours and not any(map(self.patterns.match_loosely, fits)):
            return None
        return Wish(resolution.canonical, missing, kind, location, is_outside=False)


def _import_bindings(found: FileUses) -> Iterator[Binding]:
    scopes: dict[int, Scope] = {id(each): each for each in found.scopes.scope_of.values()}
    for scope in scopes.values():
        for bindings in scope.bindings.values():
            yield from (each for each in bindings if each.statement is not None)


def _target(binding: Binding) -> str:
    """What an import asks for: ``import a.b`` binds ``a`` but asks for ``a.b``."""
    if isinstance(binding.statement, ast.Import) and isinstance(binding.node, ast.alias):
        return binding.node.name
    return binding.target or ""
