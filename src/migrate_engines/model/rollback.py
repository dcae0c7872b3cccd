"""What became of each file when a run was taken back, or finished."""

from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct


class Action(StrEnum):
    """The values are the words that a person reads."""

    RESTORED = "restored"
    MERGED = "restored, and merged with what changed since"
    DELETED = "deleted"
    CREATED = "created again"
    WRITTEN = "written"
    UNTOUCHED = "already so"
    LEFT = "left"
    REFUSED = "refused"


CHANGING = frozenset({Action.RESTORED, Action.MERGED, Action.DELETED, Action.CREATED, Action.WRITTEN})


class Reversal(Struct, frozen=True):
    """One file: ``before`` and ``after`` are its contents around the action, None where there is no file.

    ``why`` says why it was refused or left.
    """

    path: str
    action: Action
    before: bytes | None = None
    after: bytes | None = None
    mode: int | None = None
    why: str = ""

    @property
    def changes(self) -> bool:
        return self.action in CHANGING


class RollbackReport(Struct, frozen=True):
    """``run`` is the run that was taken back or finished; ``name`` the one that did so, if it wrote.

    ``results`` are sorted by path.
    """

    run: str
    name: str | None
    is_dry: bool
    results: tuple[Reversal, ...]
    notes: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        return int(any(each.action is Action.REFUSED for each in self.results))


def by_path(results: Iterable[Reversal]) -> tuple[Reversal, ...]:
    return tuple(sorted(results, key=lambda each: each.path))
