"""Factories build the canonical class and nothing else; registries use nothing else."""

import ast
from collections.abc import Iterator

from migrate_engines.compliance.finding import GateFinding
from migrate_engines.compliance.ground import ELSEWHERE, Ground, fits
from migrate_engines.deciding.evidence import Types
from migrate_engines.facts.calls import handed_out
from migrate_engines.facts.classes import ClassFacts
from migrate_engines.inventory.entry import Entry, Group
from migrate_engines.inventory.wording import last
from migrate_engines.model.gate import Gate
from migrate_engines.model.location import Location


def factories_of_others(ground: Ground) -> Iterator[GateFinding]:
    """Classes that are factories, and functions of production code that hand out implementations."""
    for entry in ground.classes():
        is_named = fits(entry.symbol, ground.settings.factories)
        if entry.facts is None or not (entry.group is Group.FACTORY or is_named):
            continue
        wrong = list(_wrong(ground, entry.facts))
        yield from wrong
        if not wrong and not any(_is_right(ground, each) for each in _built(ground, entry.facts)):
            yield from _builds_nothing(ground, entry)
    for maker in ground.inventory.makers:
        for made in maker.makes:
            if ground.is_other(made):
                what = f"{maker.symbol} hands out {last(made)}: {maker.evidence}"
                yield _finding(maker.location, f"{maker.symbol} makes {made}", what)


def _finding(location: Location, subject: str, what: str) -> GateFinding:
    return GateFinding(Gate.FACTORY_BUILDS_OTHER, location, subject, what)


def _wrong(ground: Ground, facts: ClassFacts) -> Iterator[GateFinding]:
    places = [(each.function, each.symbol, each.location) for each in facts.constructions]
    places += [(each.function, _owner(each.callee), each.location) for each in facts.handed_on]
    for function, symbol, location in places:
        if symbol != facts.symbol and ground.is_other(symbol):
            what = f"the factory {facts.name} builds {symbol} in {function}"
            yield _finding(location, f"{facts.symbol}.{function} builds {symbol}", what)


def _owner(callee: str) -> str:
    """The class whose method is called; "" for a function."""
    return callee.rpartition(".")[0]


def _built(ground: Ground, facts: ClassFacts) -> Iterator[str]:
    """Everything that the factory may hand out, as far as it shows."""
    yield from (each.symbol for each in facts.constructions)
    yield from (symbol for each in facts.handled for symbol in each.returns)
    makers = {maker.symbol: maker.makes for maker in ground.inventory.makers}
    for each in facts.handed_on:
        yield _owner(each.callee)
        yield from makers.get(each.callee, ())


def _is_right(ground: Ground, symbol: str) -> bool:
    entry = ground.inventory.entry(symbol)
    is_factory = entry is not None and entry.group is Group.FACTORY
    is_elsewhere = entry is not None and entry.group in ELSEWHERE
    is_listed = not is_factory and ground.is_allowed(symbol)
    return symbol == ground.canonical or is_elsewhere or is_listed


def _builds_nothing(ground: Ground, entry: Entry) -> Iterator[GateFinding]:
    facts = entry.facts
    if facts is None or entry.location is None:
        return
    bases = [ground.inventory.entry(each) for each in facts.lineage.known]
    is_up_to_base = any(base is not None and base.group is Group.FACTORY for base in bases)
    if not is_up_to_base and not _passes_on(ground, entry.symbol):
        what = f"nothing shows that the factory {entry.symbol} builds {last(ground.canonical) or 'anything'}"
        yield _finding(entry.location, f"{entry.symbol} builds nothing", what)


def _passes_on(ground: Ground, symbol: str) -> bool:
    """Whether a method hands out what a method of another factory returns: that one is judged itself."""
    definition = ground.found.subjects.classes[symbol]
    types = Types(definition.module.names, definition.module.scopes)
    for node in definition.methods().values():
        for call in handed_out(node):
            match call:
                case ast.Call(ast.Attribute(receiver)):
                    found = types.of(receiver, definition.module.scope_in(node))
                    entry = ground.inventory.entry(found) if found and found != symbol else None
                    if entry is not None and entry.group is Group.FACTORY:
                        return True
    return False


def registries_of_others(ground: Ground) -> Iterator[GateFinding]:
    for name in ground.settings.registries:
        path, first, end = _extent(ground, name)
        scan = ground.found.scans.get(path)
        for use in scan.uses if scan else ():
            if first <= use.location.line <= end and ground.is_other(use.symbol):
                what = f"the registry {last(name)} uses {use.symbol} ({use.kind})"
                subject = f"{name} uses {use.symbol} ({use.kind})"
                yield GateFinding(Gate.REGISTRY_USES_OTHER, use.location, subject, what)


def _extent(ground: Ground, name: str) -> tuple[str, int, float]:
    """The file of a class or a module, and its first and last line."""
    if definition := ground.reader.definition(ground.index.canonical(name)):
        node = definition.node
        return definition.module.path, node.lineno, node.end_lineno or node.lineno
    return ground.index.modules.path_of(name) or "", 1, float("inf")
