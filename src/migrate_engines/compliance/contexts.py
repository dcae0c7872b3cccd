"""Every implementation is built for a user."""

from collections.abc import Iterator

from migrate_engines.compliance.finding import GateFinding
from migrate_engines.compliance.ground import Ground
from migrate_engines.inventory.entry import Entry, Group
from migrate_engines.model.gate import Gate
from migrate_engines.model.rule import Parameter


def engines_without_context(ground: Ground) -> Iterator[GateFinding]:
    """The canonical class and every second implementation, those that are allowed included."""
    for entry in ground.classes(Group.PRIMARY, Group.LEGACY):
        is_elsewhere = entry.group is Group.PRIMARY and entry.symbol != ground.canonical
        told = "" if is_elsewhere else _told(ground, entry)
        if told and entry.facts:
            place = entry.facts.constructor.location or entry.facts.location
            what = f"{entry.symbol} {told}"
            yield GateFinding(Gate.ENGINE_WITHOUT_CONTEXT, place, entry.symbol, what)


def _told(ground: Ground, entry: Entry) -> str:
    """What is wrong with the constructor; "" for nothing."""
    if entry.facts is None:
        return ""
    signature = entry.facts.constructor.signature
    if signature is None:
        return f"shows no constructor: {entry.facts.constructor.note}"
    found = [each for each in signature.parameters if _is_context(ground, entry, each)]
    if not found:
        return f"takes no user context: {signature}"
    if all(each.default is not None for each in found):
        names = ", ".join(f"{each.name}={each.default}" for each in found)
        return f"can be built without a user context: {names}"
    return ""


def _is_context(ground: Ground, entry: Entry, parameter: Parameter) -> bool:
    wanted = ground.settings.context
    types = dict(entry.facts.constructor.types).get(parameter.name, ()) if entry.facts else ()
    classes = {ground.index.canonical(each) for each in wanted if "." in each}
    return parameter.name in wanted or not classes.isdisjoint(types)
