"""One implementation, and no class beside it that nobody has allowed."""

from collections.abc import Iterator

from migrate_engines.compliance.finding import GateFinding
from migrate_engines.compliance.ground import Ground
from migrate_engines.facts.classes import ClassFacts
from migrate_engines.inventory.classify import unimplemented
from migrate_engines.inventory.entry import Entry, Group
from migrate_engines.inventory.wording import count, last, listed
from migrate_engines.model.gate import Gate

_ON_THE_LIST = (Group.ADAPTER, Group.FACTORY, Group.EXTENSION)


def second_implementations(ground: Ground) -> Iterator[GateFinding]:
    for entry in ground.classes(Group.LEGACY):
        if entry.location and entry.facts and not ground.is_allowed(entry.symbol):
            own = count(_statements(entry.facts), "statement")
            what = f"{entry.symbol} is an implementation of its own: {own}"
            if ground.canonical:
                what += f" beside {last(ground.canonical)}"
            yield GateFinding(Gate.SECOND_IMPLEMENTATION, entry.location, entry.symbol, what)


def missing_implementation(ground: Ground) -> Iterator[GateFinding]:
    entry = ground.inventory.entry(ground.canonical)
    if entry is None or entry.facts is None or entry.location is None:
        return
    told = ""
    if missing := unimplemented(entry.facts):
        told = f"cannot be built: {listed(missing)} {'is' if len(missing) == 1 else 'are'} abstract"
    elif not _statements(entry.facts) and not entry.facts.lineage.known:
        told = "holds no logic"
    if told:
        what = f"the canonical class {entry.symbol} {told}"
        yield GateFinding(Gate.NO_IMPLEMENTATION, entry.location, entry.symbol, what)


def _statements(facts: ClassFacts) -> int:
    return sum(len(each.statements) for each in facts.bodies)


def classes_not_allowed(ground: Ground) -> Iterator[GateFinding]:
    for entry in ground.classes(*_ON_THE_LIST):
        if entry.location and not ground.is_allowed(entry.symbol):
            what = f"the {_noun(entry)} {entry.symbol} is not on the allow-list ({entry.evidence[0]})"
            yield GateFinding(Gate.CLASS_NOT_ALLOWED, entry.location, entry.symbol, what)


def _noun(entry: Entry) -> str:
    return entry.group.value
