"""Events leave through the allowed channels only."""

import ast
from collections.abc import Iterator
from fnmatch import fnmatchcase

from migrate_engines.compliance.finding import GateFinding
from migrate_engines.compliance.ground import NOT_BUILT, Ground
from migrate_engines.deciding.evidence import Types
from migrate_engines.facts.definitions import ClassDefinition
from migrate_engines.facts.writes import Step, steps
from migrate_engines.inventory.entry import Entry, Group
from migrate_engines.inventory.wording import last
from migrate_engines.model.gate import Gate
from migrate_engines.tree.summary import dotted_text

_OTHER_DOMAINS = (*NOT_BUILT, Group.SPECIALISED)


def events_outside_channels(ground: Ground) -> Iterator[GateFinding]:
    """Every call of an event method on an object that is no channel, in the methods of implementations."""
    for entry in ground.classes():
        is_judged = entry.group not in _OTHER_DOMAINS and not _is_configured_primary(ground, entry)
        if is_judged and not _is_channel(ground, entry.symbol):
            yield from _in_class(ground, entry, ground.found.subjects.classes[entry.symbol])


def _is_configured_primary(ground: Ground, entry: Entry) -> bool:
    return entry.group is Group.PRIMARY and entry.symbol != ground.canonical


def _in_class(ground: Ground, entry: Entry, definition: ClassDefinition) -> Iterator[GateFinding]:
    types = Types(definition.module.names, definition.module.scopes)
    for step in steps(definition.module, definition.methods().values()):
        match step.node:
            case ast.Call(ast.Attribute(receiver, called)) if _sends(ground, called):
                if told := _outside(ground, receiver, step, types, definition):
                    text = dotted_text(receiver) or " ".join(ast.unparse(receiver).split())
                    where = f"{last(entry.symbol)}.{step.writer.function}"
                    what = f"{where} sends by {text}.{called}: {told}"
                    subject = f"{entry.symbol}.{step.writer.function}: {text}.{called}"
                    yield GateFinding(Gate.EVENT_OUTSIDE_CHANNEL, step.writer.location, subject, what)


def _sends(ground: Ground, called: str) -> bool:
    emitters = ground.found.settings.inventory.emitters
    return any(fnmatchcase(called.lstrip("_"), each) for each in emitters)


def _outside(
    ground: Ground, receiver: ast.expr, step: Step, types: Types, definition: ClassDefinition
) -> str:
    """Why the receiver is no channel; "" where it is one, or the class itself.

    What is handed to the canonical class has not left yet: that class is judged itself.
    """
    match receiver:
        case ast.Name("self" | "cls") | ast.Call(ast.Name("super")):
            return ""
    found = types.of(receiver, step.scope) or definition.module.class_named(receiver, step.scope)
    if found is None:
        name = last(dotted_text(receiver) or "")
        is_named = name in ground.settings.channels
        return "" if is_named else "nothing shows its type, and `channels` does not list its name"
    is_inside = found == ground.canonical and found != definition.symbol
    if is_inside or found.startswith("builtins.") or _is_channel(ground, found):
        return ""
    return f"its class {found} is no channel"


def _is_channel(ground: Ground, symbol: str) -> bool:
    """Whether a class is a channel, or derives from one."""
    channels = {ground.index.canonical(each) for each in ground.settings.channels if "." in each}
    return not channels.isdisjoint((symbol, *ground.index.lineage(symbol)))
