"""What a user has received, against what his runs have emitted."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from migrate_engines.testing.crowd import Crowd
from migrate_engines.testing.finding import Code, Finding, failure
from migrate_engines.testing.subject import Events, User

_SHOWN = 3


@dataclass(frozen=True)
class Item:
    """An event of a run; the run is None where events do not say whose they are."""

    kind: str
    run: int | None

    def __str__(self) -> str:
        return self.kind if self.run is None else f"{self.kind} of run {self.run}"


@dataclass(frozen=True)
class Due:
    """A run of which events are due; they are not required of one while the user was away, if so declared."""

    run: int
    required: bool = True


@dataclass(frozen=True)
class Inbox:
    """All that one user received, and what he should have."""

    user: User
    received: Sequence[str | bytes]
    due: Sequence[Due]


def inbox_findings(inbox: Inbox, events: Events, crowd: Crowd, while_: str) -> list[Finding]:
    try:
        kinds = [events.kind(message) for message in inbox.received]
    except Exception as error:  # noqa: BLE001 - whatever the team's code raises is the finding
        return [failure(Code.RUN_FAILED, f"Events.kind, on a message to user {inbox.user.index}", error)]
    return [
        Finding(code, f"user {inbox.user.index} {place}", (f"while {while_}", *facts))
        for code, place, facts in _judged(inbox, kinds, events.expected, crowd)
    ]


# The code, what the user did or did not receive, and more lines.
_Verdict = tuple[Code, str, tuple[str, ...]]


def _judged(
    inbox: Inbox, kinds: Sequence[str | None], expected: Sequence[str], crowd: Crowd
) -> Iterator[_Verdict]:
    own: list[Item] = []
    for message, kind in zip(inbox.received, kinds, strict=True):
        marks = list(crowd.marks(message))
        others = {mark.user for mark in marks} - {inbox.user.index}
        if others:
            yield Code.FOREIGN_EVENT, f"received {kind} of user {min(others)}", (_shown(message),)
        elif kind in expected:
            if not marks:
                yield Code.ANONYMOUS_EVENT, f"received {kind}, which names nobody", (_shown(message),)
            own.append(Item(str(kind), next((mark.run for mark in marks if mark.run), None)))
    yield from _compared(own, inbox.due, expected)


def _compared(own: list[Item], due: Sequence[Due], expected: Sequence[str]) -> Iterator[_Verdict]:
    if any(item.run is None for item in own):
        own = [Item(item.kind, None) for item in own]
    named = all(item.run is not None for item in own)
    all_due = [(Item(kind, run.run if named else None), run.required) for run in due for kind in expected]
    got = Counter(own)
    lost = Counter(item for item, required in all_due if required) - got
    surplus = got - Counter(item for item, _ in all_due)
    if lost:
        yield Code.LOST_EVENT, f"did not receive {_listed(lost)}", _story(own)
    if surplus:
        yield Code.REPEATED_EVENT, f"received once too often {_listed(surplus)}", _story(own)
    if not lost and not surplus and not _in_order(own, [item for item, _ in all_due]):
        yield Code.EVENT_ORDER, "received events in another order than they were emitted", _story(own)


def _in_order(own: list[Item], emitted: list[Item]) -> bool:
    """Is the one the other with some left out?"""
    rest = iter(emitted)
    return all(item in rest for item in own)


def _listed(items: Counter[Item]) -> str:
    shown = ", ".join(map(str, list(items)[:_SHOWN]))
    return shown if len(items) <= _SHOWN else f"{shown} and {len(items) - _SHOWN} more"


def _story(own: list[Item]) -> tuple[str, ...]:
    return (f"received: {', '.join(map(str, own)) or 'nothing'}",)


def _shown(message: str | bytes) -> str:
    text = repr(message)
    return text if len(text) <= 200 else f"{text[:197]}..."
