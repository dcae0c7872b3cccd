"""Names that calls and subscripts look up by a string: patches, ``getattr``, the dictionaries of modules."""

import ast
from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from migrate_engines.finding.dotted import DOTTED
from migrate_engines.finding.names import FileNames
from migrate_engines.finding.patches import PatchedName, patched_names
from migrate_engines.finding.scope import Lookup, Scope
from migrate_engines.finding.use import Use
from migrate_engines.finding.values import Values
from migrate_engines.finding.wanted import Wanted, prefixes
from migrate_engines.model.finding import UseKind
from migrate_engines.tree.index import ObjectKind, Resolution
from migrate_engines.tree.summary import dotted_text


class LookupFinder(Struct, frozen=True):
    """Turns the look-ups of one file into uses; ``stubs`` are modules that the file replaces as a whole."""

    names: FileNames
    wanted: Wanted
    stubs: frozenset[str]

    def uses(self, lookups: Iterable[Lookup]) -> Iterator[Use]:
        for lookup in lookups:
            if isinstance(lookup.node, ast.Call):
                yield from self._patches(lookup, lookup.node)
            if not isinstance(lookup.node, ast.JoinedStr) and (use := self._dynamic(lookup)):
                yield use

    def _patches(self, lookup: Lookup, call: ast.Call) -> Iterator[Use]:
        for patched in patched_names(call, callee_of(call, self.names, lookup.scope)):
            written = self._patched(patched, lookup)
            if written is not None and self.wanted.holds_word(written):
                ancestors = (*lookup.ancestors, call)
                resolution = self.names.index.resolve(written)
                is_stub = not self.stubs.isdisjoint(prefixes(written))
                yield Use(
                    resolution.canonical,
                    written,
                    resolution.chain,
                    UseKind.STRING,
                    patched.node,
                    lookup.scope,
                    ancestors,
                    patch=replace(patched.patch, creates=True) if is_stub else patched.patch,
                )

    def _patched(self, patched: PatchedName, lookup: Lookup) -> str | None:
        """The dotted name of what is replaced, as the file has it."""
        values = Values(self.names)
        if patched.owner is None:
            assert isinstance(patched.node, ast.expr)
            text = values.text(patched.node, lookup.scope)
            return text if text is not None and DOTTED.fullmatch(text) else None
        owner = values.text(patched.owner, lookup.scope) or values.object(patched.owner, lookup.scope)
        if owner is None:
            return None
        is_known = self.names.index.resolve(owner).kind in (ObjectKind.MODULE, ObjectKind.CLASS)
        return f"{owner}.{patched.name}" if is_known else None

    def _dynamic(self, lookup: Lookup) -> Use | None:
        owner, key = self._looked_up(lookup)
        if owner is None or self.names.index.resolve(owner).kind is not ObjectKind.MODULE:
            return None
        name = Values(self.names).text(key, lookup.scope)
        written = f"{owner}.{name}" if name is not None else owner
        resolution = self.names.index.resolve(written)
        if name is None:
            modules = (self.wanted.modules, self.wanted.homes)
            is_wanted = owner != self.names.module and any(owner in each for each in modules)
        else:
            is_wanted = resolution.canonical in self.wanted.retired or written in self.wanted.redirected
        return self._dynamic_use(lookup, written, resolution) if is_wanted else None

    @staticmethod
    def _dynamic_use(lookup: Lookup, written: str, resolution: Resolution) -> Use:
        return Use(
            resolution.canonical,
            written,
            resolution.chain,
            UseKind.VALUE,
            lookup.node,
            lookup.scope,
            lookup.ancestors,
            is_dynamic=True,
        )

    def _looked_up(self, lookup: Lookup) -> tuple[str | None, ast.expr | None]:
        """The object that is asked, and the expression of the name it is asked for."""
        match lookup.node:
            case ast.Call(ast.Name("getattr"), [owner, name, *_]) if lookup.scope.home_of("getattr") is None:
                return Values(self.names).object(owner, lookup.scope), name
            case ast.Call(ast.Attribute(owner, "__getattribute__"), [name]):
                return Values(self.names).object(owner, lookup.scope), name
            case ast.Call(ast.Attribute(namespace, "get" | "pop"), [name, *_]):
                return self._namespace(namespace, lookup), name
            case ast.Subscript(namespace, name, ast.Load()):
                return self._namespace(namespace, lookup), name
        return None, None

    def _namespace(self, node: ast.expr, lookup: Lookup) -> str | None:
        """The module whose dictionary an expression is."""
        match node:
            case ast.Attribute(owner, "__dict__") | ast.Call(ast.Name("vars"), [owner]):
                return Values(self.names).object(owner, lookup.scope)
            case ast.Call(ast.Name("globals"), []):
                return self.names.module
            case ast.Call(ast.Name("vars" | "locals"), []) if lookup.scope.parent is None:
                return self.names.module
        return None


def callee_of(call: ast.Call, names: FileNames, scope: Scope) -> str:
    """The dotted name of a call's function, or as it is written, with ``?`` for what has no name."""
    node = call.func
    if isinstance(node, ast.Attribute) and dotted_text(node) is None:
        return f"?.{node.attr}"
    return names.dotted(node, scope) or dotted_text(node) or ""
