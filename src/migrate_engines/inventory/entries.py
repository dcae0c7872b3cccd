"""The entries of the inventory, from what was found."""

from collections.abc import Iterator, Sequence

from migrate_engines.facts.calls import constructions_in
from migrate_engines.facts.classes import ClassFacts
from migrate_engines.facts.definitions import FunctionNode
from migrate_engines.facts.state import SharedState, StateKind, Writer
from migrate_engines.inventory.area import Area
from migrate_engines.inventory.canonical import compare_with
from migrate_engines.inventory.classify import classify
from migrate_engines.inventory.duplication import duplications
from migrate_engines.inventory.entry import Entry, EntryKind, Group
from migrate_engines.inventory.found import Found
from migrate_engines.inventory.group_rules import Surroundings
from migrate_engines.inventory.interface import compare_methods
from migrate_engines.inventory.inventory import Canonical
from migrate_engines.inventory.redirects import OtherName
from migrate_engines.inventory.scan import FoundUse
from migrate_engines.inventory.subjects import DeclaredFunction
from migrate_engines.inventory.wording import last
from migrate_engines.model.location import Location
from migrate_engines.model.rule import Signature

_NOT_BUILT_INSTEAD = frozenset([Group.ERROR, Group.DATA, Group.INTERFACE, Group.EXTENSION])
_NO_INTERFACE = frozenset([Group.ERROR, Group.DATA, Group.EXTENSION])


def class_entries(
    found: Found, canonical: Canonical | None, names: Sequence[OtherName], uses: Sequence[FoundUse]
) -> Iterator[Entry]:
    """One entry for each class; what is never built in place of the canonical class is not compared."""
    reference = found.facts.get(canonical.symbol) if canonical else None
    around = _surroundings(found, reference)
    repeated = duplications({symbol: facts.bodies for symbol, facts in found.facts.items()})
    for symbol, facts in found.facts.items():
        group, evidence = classify(facts, around)
        if "#" in symbol:
            evidence += (f"defined again: its uses are counted with {symbol.partition('#')[0]}",)
        signature = facts.constructor.signature
        is_compared = reference is not None and reference.symbol != symbol and group not in _NO_INTERFACE
        yield Entry(
            symbol,
            EntryKind.CLASS,
            group,
            evidence,
            facts.location,
            facts.end_line,
            facts,
            signature,
            compared=None if group in _NOT_BUILT_INSTEAD else compare_with(canonical, signature),
            methods=compare_methods(reference, facts) if reference and is_compared else (),
            duplication=repeated[symbol],
            usage=found.usage(use for use in uses if use.symbol == symbol),
            patched=tuple(_patched(found, symbol, uses)),
            aliases=tuple(each.dotted for each in names if each.target == symbol),
            declared_by=around.declared.get(symbol, ()),
        )


def _surroundings(found: Found, reference: ClassFacts | None) -> Surroundings:
    settings, index = found.settings.inventory, found.files.index
    declared = {symbol: found.declaring(symbol) for symbol in found.facts}
    return Surroundings(
        found.facts,
        reference,
        frozenset(map(index.canonical, settings.primary)),
        settings.specialised,
        {symbol: codemods for symbol, codemods in declared.items() if codemods},
        {maker.symbol: maker.makes for scan in found.scans.values() for maker in scan.makers},
        {index.canonical(symbol): why for symbol, why in found.plan.left.items()},
    )


def _patched(found: Found, symbol: str, uses: Sequence[FoundUse]) -> Iterator[SharedState]:
    """Attributes of the class that production code sets from outside."""
    for use in uses:
        if use.symbol == symbol and use.patched and found.area(use) is Area.PRODUCTION:
            module = found.files.index.modules.module_of(use.location.path)
            writer = Writer(module, use.location)
            detail = f"set by the module {module}"
            yield SharedState(StateKind.PATCHED, symbol, use.patched, use.location, detail, (writer,))


def function_entries(found: Found, names: Sequence[OtherName], uses: Sequence[FoundUse]) -> Iterator[Entry]:
    """One entry for each function that a codemod retires."""
    for symbol, function in found.subjects.functions.items():
        declared = found.declaring(symbol)
        evidence = (*_handing_out(function), f"retired by the codemod {', '.join(declared)}")
        node = _node(function)
        yield Entry(
            symbol,
            EntryKind.FUNCTION,
            Group.FACTORY,
            evidence,
            Location(function.path, function.summary.line),
            (node.end_lineno if node else None) or function.summary.line,
            signature=function.summary.signature,
            usage=found.usage(use for use in uses if use.symbol == symbol),
            aliases=tuple(each.dotted for each in names if each.target == symbol),
            declared_by=declared,
        )


def _node(function: DeclaredFunction) -> FunctionNode | None:
    named = (each for each in function.module.tree.body if isinstance(each, FunctionNode))
    return next((each for each in named if each.lineno == function.summary.line), None)


def _handing_out(function: DeclaredFunction) -> Iterator[str]:
    node = _node(function)
    made = [each for each in constructions_in(node, function.module) if each.is_returned] if node else []
    if made:
        yield f"builds and returns {last(made[0].symbol)} (line {made[0].location.line})"
    elif function.summary.returns:
        yield f"returns {function.summary.returns}"


def alias_entries(
    found: Found, canonical: Canonical | None, names: Sequence[OtherName], uses: Sequence[FoundUse]
) -> Iterator[Entry]:
    """One entry for each redirect."""
    for each in names:
        if not each.evidence:
            continue
        signature = _signature(found, each.target)
        is_class = each.target in found.facts
        yield Entry(
            each.dotted,
            EntryKind.ALIAS,
            Group.REDIRECT,
            (f"another name of {each.target}", each.evidence),
            each.location,
            each.location.line,
            signature=signature,
            target=each.target,
            compared=compare_with(canonical, signature) if is_class else None,
            usage=found.usage(use for use in uses if each.dotted in use.names),
            declared_by=found.plan.declared.get(each.dotted, ()),
        )


def _signature(found: Found, symbol: str) -> Signature | None:
    if symbol in found.facts:
        return found.facts[symbol].constructor.signature
    function = found.subjects.functions.get(symbol)
    return function.summary.signature if function else None
