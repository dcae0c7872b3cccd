"""No state, and no object, that several users share."""

from collections.abc import Iterator

from migrate_engines.compliance.finding import GateFinding
from migrate_engines.compliance.ground import NOT_BUILT, Ground, fits
from migrate_engines.compliance.unshared import unshared_state
from migrate_engines.facts.state import SharedState, StateKind
from migrate_engines.inventory.entry import Group
from migrate_engines.inventory.wording import last, listed
from migrate_engines.model.gate import Gate
from migrate_engines.model.location import Location

_OBJECTS = (StateKind.SINGLETON, StateKind.INSTANCE)
# They keep threads or tasks apart, or hold what each has for itself: no user sees another's values.
_HARMLESS_LOCKS = frozenset(
    ["asyncio.Lock", "threading.Lock", "threading.RLock", "threading.local", "contextvars.ContextVar"]
)


def shared_singletons(ground: Ground) -> Iterator[GateFinding]:
    for state in _every_state(ground):
        if _is_singleton(ground, state):
            made = f"the one {last(state.made)}" if state.made else "what it makes"
            what = f"{state.owner}.{state.name} is {made} of all users ({_told(state)})"
            subject = f"{state.owner}.{state.name}"
            yield GateFinding(Gate.SHARED_SINGLETON, state.location, subject, what)


def shared_mutable_state(ground: Ground) -> Iterator[GateFinding]:
    for state in _every_state(ground):
        is_lock = state.kind is StateKind.LOCK and state.made in _HARMLESS_LOCKS
        if state.is_written and not is_lock and not _is_singleton(ground, state):
            what = f"all users share {state.owner}.{state.name} ({_told(state)})"
            subject = f"{state.owner}.{state.name}"
            yield GateFinding(Gate.SHARED_MUTABLE_STATE, state.location, subject, what)


def _told(state: SharedState) -> str:
    writers = list(dict.fromkeys(each.function for each in state.writers))
    changed = f", changed by {listed(writers)}" if writers and state.kind is not StateKind.PATCHED else ""
    return f"{state.kind.replace('-', ' ')}, {state.detail}{changed}"


def _is_singleton(ground: Ground, state: SharedState) -> bool:
    """An object of an implementation, a factory or an unshared class; or a cache of what makes them."""
    unshared = ground.settings.unshared
    if state.kind is StateKind.CACHE:
        symbol = f"{state.owner}.{state.name}"
        makers = {maker.symbol for maker in ground.inventory.makers}
        return symbol in makers or fits(symbol, unshared)
    if state.kind not in _OBJECTS:
        return False
    entry = ground.inventory.entry(state.made)
    is_one = entry is not None and entry.group not in (*NOT_BUILT, Group.SPECIALISED)
    return is_one or fits(state.made, unshared)


def _every_state(ground: Ground) -> Iterator[SharedState]:
    """The state of the modules and classes of implementations and of what the settings name; each once.

    An attribute that both the class and another module set is one.
    """
    found = [*_of_implementations(ground), *unshared_state(ground)]
    once: dict[tuple[str, str, Location], SharedState] = {}
    for state in sorted(found, key=lambda each: each.kind is StateKind.PATCHED):
        is_told = state.kind is StateKind.PATCHED and any(
            key[:2] == (state.owner, state.name) for key in once
        )
        if not is_told:
            once.setdefault((state.owner, state.name, state.location), state)
    yield from once.values()


def _of_implementations(ground: Ground) -> Iterator[SharedState]:
    for entry in ground.classes():
        if entry.group not in (*NOT_BUILT, Group.SPECIALISED):
            yield from entry.state
