"""What a check has found: a stable code, the place, what is shared, and what to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

_MOST = 10


class Code(StrEnum):
    """The kinds of findings. The names are stable."""

    SHARED_INSTANCE = "shared-instance"
    REPEATED_INSTANCE = "repeated-instance"
    SPLIT_INSTANCE = "split-instance"
    FACTORY_RACE = "factory-race"
    FACTORY_FAILED = "factory-failed"
    NO_USER = "no-user"
    RUN_FAILED = "run-failed"
    SHARED_OBJECT = "shared-object"
    SHARED_RESULT = "shared-result"
    FOREIGN_DATA = "foreign-data"
    CLASS_STATE = "class-state"
    MODULE_STATE = "module-state"
    DEFAULT_ARGUMENT = "default-argument"
    CLOSURE_STATE = "closure-state"
    FOREIGN_EVENT = "foreign-event"
    ANONYMOUS_EVENT = "anonymous-event"
    LOST_EVENT = "lost-event"
    REPEATED_EVENT = "repeated-event"
    EVENT_ORDER = "event-order"
    BLOCKED_DELIVERY = "blocked-delivery"

    @property
    def remedy(self) -> str:
        return REMEDIES[self]


REMEDIES = {
    Code.SHARED_INSTANCE: "Build the object from the request's own context; keep no instance in the factory.",
    Code.REPEATED_INSTANCE: 'Build one for each request, or declare scope="user" if one per user is meant.',
    Code.SPLIT_INSTANCE: 'Keep the user\'s object, or declare scope="request".',
    Code.FACTORY_RACE: "Let no await stand between looking the object up and storing it, or hold a lock.",
    Code.FACTORY_FAILED: "The factory must make an engine from nothing but the context that it is given.",
    Code.NO_USER: "Give the engine the user's context when it is made: without one it is anybody's.",
    Code.RUN_FAILED: "A run must not fail because of other users, nor because a client has left.",
    Code.SHARED_OBJECT: "Make one for each engine; a service shared on purpose goes into Subject.shared.",
    Code.SHARED_RESULT: "Return a new result from each run.",
    Code.FOREIGN_DATA: "Take user, run and message from the engine's own context, not from a shared place.",
    Code.CLASS_STATE: "Assign it to self in __init__: what the class holds is every user's.",
    Code.MODULE_STATE: "Keep it in the engine or in a store keyed by user that engines cannot enumerate.",
    Code.DEFAULT_ARGUMENT: "Default to None and make the value in the body: a default is made once.",
    Code.CLOSURE_STATE: "Make the value inside the function that is called for each request.",
    Code.FOREIGN_EVENT: "Send to the connections of the event's own user only.",
    Code.ANONYMOUS_EVENT: "Put run id or user id into the event: else nobody can tell whose it is.",
    Code.LOST_EVENT: 'Keep events until a connection took them, or declare away="dropped".',
    Code.REPEATED_EVENT: "Remember what each user has been sent, and go on from there.",
    Code.EVENT_ORDER: "Send a user's events one after the other, through one queue or under one lock.",
    Code.BLOCKED_DELIVERY: "Wait for one user's connection in that user's own task only.",
}


@dataclass(frozen=True)
class Finding:
    """``place`` says where it is, ``facts`` what is shared and by which paths, a line each."""

    code: Code
    place: str
    facts: tuple[str, ...] = ()

    def render(self) -> str:
        return "\n".join(
            [f"{self.code}: {self.place}", *(f"  {fact}" for fact in self.facts), f"  -> {self.code.remedy}"]
        )


def failure(code: Code, place: str, error: BaseException) -> Finding:
    """A finding for what a team's own code has raised, with the line that raised it."""
    where = error.__traceback__
    while where is not None and where.tb_next is not None:
        where = where.tb_next
    line = (f"{where.tb_frame.f_code.co_filename}:{where.tb_lineno}",) if where else ()
    return Finding(code, place, (f"{type(error).__name__}: {error}", *line))


def render_findings(findings: Sequence[Finding]) -> str:
    """The first ten of each code; how many there are is always said."""
    by_code: dict[Code, list[Finding]] = {}
    for finding in findings:
        by_code.setdefault(finding.code, []).append(finding)
    shown = [finding.render() for group in by_code.values() for finding in group[:_MOST]]
    left = len(findings) - len(shown)
    more = [f"... and {left} more of these kinds"] if left else []
    return "\n\n".join([f"Isolation of users: {len(findings)} finding(s)", *shown, *more])
