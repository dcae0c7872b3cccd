"""Modules that have become redirects: what others ask of them is still there, and leads to the target."""

import ast
from collections.abc import Iterator, Mapping

from msgspec import Struct

from migrate_engines.compliance.deprecated import is_redirect
from migrate_engines.deciding.missing import is_missing
from migrate_engines.facts.parsed import ParsedModule
from migrate_engines.finding.walk import sites
from migrate_engines.model.rule import Redirect
from migrate_engines.running.mentions import named_in_strings
from migrate_engines.tree.importers import importing_files
from migrate_engines.tree.prefilter import matching_files
from migrate_engines.verification.comparing.fault import Fault
from migrate_engines.verification.comparing.side import Pair, Side


class Shim(Struct, frozen=True):
    """A touched module that is a redirect now.

    Attributes:
        asked: names of it that files of the tree ask for.
        targets: where the codemods redirect its names to.
    """

    module: str
    path: str
    asked: frozenset[str]
    targets: Mapping[str, str]


def find_shims(pair: Pair) -> tuple[Shim, ...]:
    """The touched modules that redirect after the change, with what the tree then asks of them."""
    found = [
        (module, path)
        for module in pair.after.modules(pair.touched)
        if (path := pair.after.index.modules.path_of(module)) and _redirects(pair.after, path)
    ]
    asked = _Asked(pair.after, frozenset(module for module, _ in found)).names()
    return tuple(
        Shim(module, path, frozenset(asked[module]), dict(_targets(pair.after, module)))
        for module, path in found
    )


def lost_names(shims: tuple[Shim, ...], side: Side) -> Iterator[Fault]:
    """Names that are asked for and not there, and names that lead elsewhere than the codemods say."""
    for shim in shims:
        for name in sorted(shim.asked):
            symbol = f"{shim.module}.{name}"
            if is_missing(symbol, side.index):
                yield Fault(shim.path, 0, "name-lost", symbol, f"{symbol} is asked for, and is not there")
        if _redirects(side, shim.path):
            yield from _leading_elsewhere(shim, side)


def _leading_elsewhere(shim: Shim, side: Side) -> Iterator[Fault]:
    for name, target in shim.targets.items():
        symbol = f"{shim.module}.{name}"
        canonical, wanted = side.index.canonical(symbol), side.index.canonical(target)
        if canonical != wanted and not is_missing(symbol, side.index):
            yield Fault(shim.path, 0, "leads-elsewhere", symbol, f"{symbol} is {canonical}, not {wanted}")


def _redirects(side: Side, path: str) -> bool:
    module = side.ground.reader.module(path) if path in side.listing else None
    return module is not None and is_redirect(module)


def _targets(side: Side, module: str) -> Iterator[tuple[str, str]]:
    for codemod in side.codemods:
        for rule in codemod.rules:
            if isinstance(rule, Redirect) and rule.module == module:
                yield from rule.names


class _Asked(Struct, frozen=True):
    """What the files of one tree ask of some modules."""

    side: Side
    modules: frozenset[str]

    def names(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {module: set() for module in self.modules}
        if not found:
            return found
        for dotted in (*self._imported(), *self._in_strings()):
            for module in self.modules:
                if dotted.startswith(f"{module}."):
                    name = dotted.removeprefix(f"{module}.").partition(".")[0]
                    found[module] |= set() if name in ("*", "") else {name}
        return found

    def _imported(self) -> Iterator[str]:
        reader = self.side.ground.reader
        for path in importing_files(self.side.root, self.side.listing, self.modules):
            requests = [request.target for request in self.side.graph.read(path) or ()]
            yield from requests
            if self.modules.intersection(requests) and (module := reader.module(path)):
                yield from _attributes(module)

    def _in_strings(self) -> Iterator[str]:
        """Targets of patches and the like."""
        lasts = sorted(module.rpartition(".")[2] for module in self.modules)
        contents, _ = matching_files(self.side.root, self.side.listing, lasts)
        yield from named_in_strings(data.decode("utf-8", "replace") for data in contents.values())


def _attributes(module: ParsedModule) -> Iterator[str]:
    """Every attribute chain of a file by the dotted name that its imports give."""
    for site in sites(module.tree, module.scopes):
        if isinstance(site.node, ast.Attribute) and (dotted := module.names.dotted(site.node, site.scope)):
            yield dotted
