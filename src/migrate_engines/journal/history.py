"""Which runs of a journal still stand, and which one is meant."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from migrate_engines.journal.recording import is_image, ways_out
from migrate_engines.journal.store import Journal
from migrate_engines.model.journal import JournalEntry, Recorded
from migrate_engines.model.problem import InputError, Problem

_LIST = "`migrate-engines rollback --list` shows the runs."


class State(StrEnum):
    INTERRUPTED = "interrupted"
    STANDS = ""
    PARTLY = "partly rolled back"
    UNDONE = "rolled back"


def state_of(run: Recorded, runs: Sequence[Recorded], root: Path) -> State:
    """What has become of a run; ``root`` is its own."""
    if run.written is None:
        return State.INTERRUPTED
    left = standing(run, runs, root)
    if not left:
        return State.UNDONE
    return State.PARTLY if len(left) < len(run.done()) else State.STANDS


def standing(run: Recorded, runs: Sequence[Recorded], root: Path) -> list[JournalEntry]:
    """What the run wrote that has not been taken back, by a rollback or by hand.

    What stands where a rollback has been may be the work of a later run: there only the journal tells.
    """
    return [
        entry
        for entry in run.done()
        if not _is_undone(run, entry.path, runs)
        and (run.rolls_back or not is_image(root / entry.path, entry.before))
    ]


def _is_undone(run: Recorded, path: str, runs: Sequence[Recorded]) -> bool:
    """Whether a rollback of the whole file stands."""
    return any(
        each.rolls_back == run.name
        and not each.codemods
        and path in (each.written or ())
        and not _is_undone(each, path, runs)
        for each in runs
    )


def run_to_undo(journal: Journal, root: Path, name: str | None) -> Recorded:
    """The run of that name, or the newest one of ``root`` that has not been rolled back.

    Raises:
        InputError: there is none, or an interrupted one has to be settled first.
    """
    runs = journal.runs()
    interrupted = [run for run in runs if run.written is None]
    if name is None and interrupted and interrupted[-1].rolls_back:
        raise _settle_first(interrupted[-1])  # only the user knows whether that is to go on
    if name is None and interrupted:
        return interrupted[-1]
    run = _named(runs, name) if name else _newest(journal, runs, root)
    if interrupted and run is not interrupted[-1]:
        raise _settle_first(interrupted[-1])
    return run


def run_to_finish(journal: Journal, name: str | None) -> Recorded:
    """The interrupted run, of that name if one is given.

    Raises:
        InputError: there is none.
    """
    if name:
        return _named(journal.runs(), name)
    if interrupted := journal.interrupted():
        return interrupted[-1]
    raise InputError([Problem("rollback --complete", 0, "No run was interrupted", _LIST)])


def _named(runs: Sequence[Recorded], name: str) -> Recorded:
    for run in runs:
        if run.name == name:
            return run
    raise InputError([Problem(f"run {name}", 0, "There is no such run in the journal", _LIST)])


def _newest(journal: Journal, runs: Sequence[Recorded], root: Path) -> Recorded:
    for run in reversed(runs):
        is_here = journal.home.root(run.root).resolve() == root.resolve()
        if is_here and not run.rolls_back and standing(run, runs, root):
            return run
    raise InputError([Problem(str(root), 0, "The journal has no run that could be rolled back", _LIST)])


def _settle_first(run: Recorded) -> InputError:
    what = f"It is a rollback of run {run.rolls_back}, and" if run.rolls_back else "It"
    return InputError([Problem(f"run {run.name}", 0, f"{what} was interrupted", ways_out(run))])
