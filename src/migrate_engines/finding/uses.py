"""Every reference to a wanted symbol in one file."""

import ast
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from migrate_engines.finding.derived import DerivedFinder
from migrate_engines.finding.handed_on import HandedOnFinder
from migrate_engines.finding.held import HeldFinder
from migrate_engines.finding.hot_lines import hot_lines
from migrate_engines.finding.kinds import kind_of
from migrate_engines.finding.lookups import LookupFinder
from migrate_engines.finding.names import FileNames
from migrate_engines.finding.scope import (
    Binding,
    BindingKind,
    NameUse,
    Scope,
    ScopeKind,
    ScopeTree,
)
from migrate_engines.finding.scopes import build_scopes
from migrate_engines.finding.strings import StringFinder
from migrate_engines.finding.stubs import stubbed_modules
from migrate_engines.finding.trails import TrailFinder, Trails
from migrate_engines.finding.type_comments import type_comments
from migrate_engines.finding.use import Use
from migrate_engines.finding.walk import whole_chain
from migrate_engines.finding.wanted import Wanted
from migrate_engines.finding.wanted_locals import is_unreadable, wanted_locals
from migrate_engines.model.finding import UseKind
from migrate_engines.tree.index import ObjectKind, Resolution, SymbolIndex
from migrate_engines.tree.source import SourceFile
from migrate_engines.tree.summary import dotted_text


class FileUses(Struct, frozen=True):
    """What was found in one file, with what is needed to decide about it."""

    tree: ast.Module
    names: FileNames
    scopes: ScopeTree
    uses: tuple[Use, ...]

    def reads_of(self, local: str, scope: Scope) -> Iterator[NameUse]:
        """The reads of a name that mean its binding in ``scope``."""
        for use in self.scopes.uses:
            if use.node.id == local and scope in use.scope.homes_of(local, use.node.lineno):
                yield use


def find_uses(tree: ast.Module, source: SourceFile, index: SymbolIndex, wanted: Wanted) -> FileUses:
    """Resolve every name, import and dotted string of a file that could mean a wanted symbol."""
    module = index.modules.module_of(source.path)
    package = index.modules.package_of(source.path)
    own_names = {target.rpartition(".")[2] for target in wanted.canonical}
    found = wanted_locals(tree, source, package, index, wanted)
    homes = {home.rpartition(".")[2] for home in wanted.homes}
    lines = hot_lines(source, {*wanted.words, *wanted.held, *homes, *found.names, *own_names})
    scopes = build_scopes(tree, package, found.names | found.roots | own_names, lines)
    scopes.strings += type_comments(source, scopes, lines)
    finder = _Finder(FileNames(module, index), wanted, scopes)
    lookups = list(LookupFinder(finder.names, wanted, stubbed_modules(source.text)).uses(scopes.lookups))
    strings = StringFinder(finder.names, wanted, [use.node for use in lookups])
    uses = [
        *finder.imports(),
        *finder.references(),
        *lookups,
        *strings.uses(scopes.strings, scopes.lookups),
        *DerivedFinder(tree, finder.names, wanted, scopes).uses(),
        *HandedOnFinder(finder.names, wanted, scopes).uses(),
        *TrailFinder(Trails(finder.names, scopes), wanted).uses(),
    ]
    taken = {use.node for use in uses}
    uses += [each for each in HeldFinder(tree, finder.names, wanted, scopes).uses() if each.node not in taken]
    uses.sort(key=lambda use: (getattr(use.node, "lineno", 0), getattr(use.node, "col_offset", 0)))
    return FileUses(tree, finder.names, scopes, tuple(uses))


class _Finder:
    """Turns the names of one file into uses."""

    def __init__(self, names: FileNames, wanted: Wanted, scopes: ScopeTree) -> None:
        self.names = names
        self._index = names.index
        self._wanted = wanted
        self._scopes = scopes

    def references(self) -> Iterator[Use]:
        for read in self._scopes.uses:
            if use := self._reference(read):
                yield use

    def _reference(self, read: NameUse) -> Use | None:
        bindings = read.scope.lookup(read.node.id, read.node.lineno)
        star = () if bindings else tuple(read.scope.module.bindings.get("*", ()))
        targets = self.names.targets(bindings)
        if star:
            targets = {f"{binding.target}.{read.node.id}" for binding in star}
        found = [self._longest(read, target) for target in sorted(filter(None, targets))]
        known = [each for each in found if each]
        if not known:
            return self._factory(read, targets) or self._unreadable_star(read, star)
        overriding = self._overriding_stars(read, bindings)
        agree = len({each[2].canonical for each in known}) == 1
        is_certain = not overriding and agree and (len(known) == len(targets) or bool(star))
        is_certain &= all(each[2].canonical == self._index.canonical(each[3]) for each in known)
        means = overriding or star or tuple(bindings)
        use = self._use(*known[-1], read.scope, means, is_certain)
        is_made_up = self._wanted.is_made_up(self._index.resolve(known[-1][3]), self._index)
        return replace(use, is_dynamic=True) if use and is_made_up else use

    def _factory(self, read: NameUse, targets: set[str | None]) -> Use | None:
        """A call of a function that a redirected module defines and no rule speaks of."""
        node, ancestors = whole_chain(read)
        rest = (dotted_text(node) or "").removeprefix(read.node.id)
        for target in filter(None, targets):
            written = f"{target}{rest}"
            if written.rpartition(".")[0] in self._wanted.modules:
                resolution = self._index.resolve(written)
                is_own = resolution.kind is ObjectKind.FUNCTION and resolution.canonical == written
                if is_own and kind_of(node, ancestors) is UseKind.CALL:
                    bindings = tuple(read.scope.lookup(read.node.id, read.node.lineno))
                    return self._use(node, ancestors, resolution, written, read.scope, bindings, True)
        return None

    def _overriding_stars(self, read: NameUse, bindings: list[Binding]) -> tuple[Binding, ...]:
        """Star imports of this tree that bring something else by the name of a module-level binding."""
        if not bindings or any(binding.scope.kind is not ScopeKind.MODULE for binding in bindings):
            return ()
        own = {self._index.canonical(target) for target in self.names.targets(bindings) if target}
        stars = read.scope.module.bindings.get("*", ())
        return tuple(star for star in stars if self._brings_other(f"{star.target}.{read.node.id}", own))

    def _brings_other(self, dotted: str, own: set[str]) -> bool:
        resolution = self._index.resolve(dotted)
        known = resolution.kind not in (ObjectKind.MISSING, ObjectKind.EXTERNAL)
        return known and resolution.canonical not in own

    def _unreadable_star(self, read: NameUse, stars: tuple[Binding, ...]) -> Use | None:
        """A name that may arrive from a module that cannot be read, and is that of a wanted symbol."""
        hidden = [star for star in stars if is_unreadable(star.target or "", self._index)]
        same = sorted(each for each in self._wanted.symbols if each.rpartition(".")[2] == read.node.id)
        if not hidden or not same:
            return None
        resolution = Resolution(same[0], ObjectKind.VALUE, (same[0],))
        written = f"{hidden[0].target}.{read.node.id}"
        return self._use(read.node, read.ancestors, resolution, written, read.scope, tuple(hidden), False)

    def _longest(
        self, read: NameUse, target: str
    ) -> tuple[ast.expr, tuple[ast.AST, ...], Resolution, str] | None:
        """The longest part of an attribute chain that is a wanted symbol."""
        best = None
        node: ast.expr = read.node
        ancestors, written = read.ancestors, target
        while True:
            if self._wanted.may_mean(written) or best is not None:
                resolution = self._index.resolve(written)
                if symbol := self._symbol(resolution):
                    best = node, ancestors, replace(resolution, canonical=symbol), written
            parent = ancestors[-1]
            if not (isinstance(parent, ast.Attribute) and parent.value is node):
                return best
            node, ancestors, written = parent, ancestors[:-1], f"{written}.{parent.attr}"

    def _symbol(self, resolution: Resolution) -> str | None:
        """The wanted symbol that a dotted name is, or may be."""
        symbols = self._wanted.symbols
        for each in (resolution.canonical, *resolution.meanings):
            if each in symbols:
                return each
        if not self._wanted.is_made_up(resolution, self._index):
            return None
        name = resolution.canonical.rpartition(".")[2]
        return min(each for each in symbols if each.rpartition(".")[2] == name)

    def _use(
        self,
        node: ast.expr,
        ancestors: tuple[ast.AST, ...],
        resolution: Resolution,
        written: str,
        scope: Scope,
        bindings: tuple[Binding, ...],
        is_certain: bool,
    ) -> Use | None:
        kind = kind_of(node, ancestors)
        symbol = resolution.canonical
        if kind is not UseKind.CALL and symbol not in self._wanted.retired:
            return None
        call = ancestors[-1] if kind is UseKind.CALL else None
        above = ancestors[-2] if call is not None and len(ancestors) > 1 else None
        return Use(
            symbol,
            written,
            resolution.chain,
            kind,
            node,
            scope,
            ancestors,
            bindings,
            call if isinstance(call, ast.Call) else None,
            above if isinstance(above, ast.Await) else None,
            is_certain,
        )

    def imports(self) -> Iterator[Use]:
        for scope in {id(each): each for each in self._scopes.scope_of.values()}.values():
            for bindings in scope.bindings.values():
                for binding in bindings:
                    if binding.statement is not None and (use := self._import(binding)):
                        yield use

    def _import(self, binding: Binding) -> Use | None:
        target = binding.target or ""
        if isinstance(binding.statement, ast.Import) and isinstance(binding.node, ast.alias):
            target = binding.node.name
        is_asked = target.rpartition(".")[0] in self._wanted.modules
        if not is_asked and not self._wanted.may_mean(target):
            return None
        resolution = self._index.resolve(target)
        is_module = target in self._wanted.modules or binding.kind is BindingKind.STAR_IMPORT
        if is_module and target not in self._wanted.modules:
            return None
        matters = (
            is_module
            or target in self._wanted.redirected
            or resolution.canonical in self._wanted.retired
            or self._is_broken(target, resolution)
        )
        if not matters:
            return None
        kind = UseKind.MODULE if is_module else UseKind.IMPORT
        return Use(
            resolution.canonical, target, resolution.chain, kind, binding.node, binding.scope, (), (binding,)
        )

    def _is_broken(self, target: str, resolution: Resolution) -> bool:
        """A name by one of our words, or asked of a module that redirects, which this tree does not have."""
        if resolution.kind is not ObjectKind.MISSING or target in self._wanted.symbols:
            return False
        return self._wanted.may_mean(target) or target.rpartition(".")[0] in self._wanted.modules
