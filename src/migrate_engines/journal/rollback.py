"""A run taken back: planned from what the journal and the tree hold, then written as a run of its own."""

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from migrate_engines.journal.files import Change
from migrate_engines.journal.plan import Part, Plan
from migrate_engines.journal.recording import Planned, recorded, remove_temporaries
from migrate_engines.journal.store import Journal, Purpose
from migrate_engines.model.journal import Recorded
from migrate_engines.model.problem import InputError, Problem
from migrate_engines.model.rollback import Action, Reversal, RollbackReport, by_path


def roll_back(journal: Journal, run: Recorded, part: Part, *, is_dry: bool = False) -> RollbackReport:
    """Take back a run, or part of it. Files that changed since are merged, or refused and named.

    Raises:
        InputError: nothing of the run is meant, it was interrupted and only part of it is meant, or the
            rollback cannot be recorded.
    """
    _refuse(run, part)
    plan = Plan(journal, run, part)
    results = plan.reversals()
    if is_dry:
        return RollbackReport(run.name, None, True, by_path(results), plan.notes(results))
    name, notes, results = _written(journal, run, part, plan, results)
    return RollbackReport(run.name, name, False, by_path(results), (*notes, *plan.notes(results)))


def _refuse(run: Recorded, part: Part) -> None:
    named = f"run {run.name}"
    if run.written is None and not part.is_whole:
        remedy = f"Roll it back as a whole, or finish it: `migrate-engines rollback --complete {run.name}`."
        raise InputError([Problem(named, 0, "It was interrupted, so no part of it can be chosen", remedy)])
    known = sorted(each for entry in run.entries for each in entry.codemods if each)
    if part.codemods and not part.codemods.intersection(known):
        what = f"It fixed nothing by {', '.join(sorted(part.codemods))}"
        remedy = (
            f"Its codemods are {', '.join(dict.fromkeys(known))}." if known else "It is a rollback itself."
        )
        raise InputError([Problem(named, 0, what, remedy)])
    if not any(part.has(entry) for entry in run.done()):
        remedy = "Name a path or module that it wrote."
        raise InputError([Problem(named, 0, "It wrote no file there", remedy)])


def _written(
    journal: Journal, run: Recorded, part: Part, plan: Plan, results: list[Reversal]
) -> tuple[str | None, tuple[str, ...], list[Reversal]]:
    changes = [_change(each) for each in results if each.changes]
    name: str | None = None
    notes: tuple[str, ...] = ()
    if changes:
        purpose = Purpose(run.name, tuple(sorted(part.codemods)))
        # Deletions wait for what may need them, also where an interrupted rollback is finished.
        planned = [Planned(each, stage=int(each.after is None)) for each in changes]
        with recorded(journal, plan.root, planned, purpose) as recording:
            results = _each_written(recording.write, results)
        name, notes = recording.name, tuple(recording.notes)
    if run.written is None:
        settle(journal, run, frozenset(each.path for each in results if each.action is not Action.UNTOUCHED))
    else:
        tidy(journal, run)
    return name, notes, results


def settle(journal: Journal, run: Recorded, written: frozenset[str]) -> None:
    """An interrupted run is over; it had written these files.

    Raises:
        InputError: that cannot be recorded.
    """
    tidy(journal, run)
    try:
        journal.end(run, written)
    except OSError as error:
        raise _stuck(run, f"It could not be marked as ended: {error.strerror or error}") from error


def tidy(journal: Journal, run: Recorded) -> None:
    """Remove the temporary file that a run may have left in the tree.

    Raises:
        InputError: it cannot be removed.
    """
    try:
        remove_temporaries(journal.home.root(run.root), run)
    except OSError as error:
        raise _stuck(run, f"What it left cannot be removed: {error}") from error


def _stuck(run: Recorded, what: str) -> InputError:
    remedy = "Make room or set the permissions right, and give the same command again."
    return InputError([Problem(f"run {run.name}", 0, what, remedy)])


def _each_written(write: Callable[[Change], None], results: Sequence[Reversal]) -> list[Reversal]:
    """The results after writing. A created file stays where one that may need it could not be restored."""
    done: list[Reversal] = []
    for result in results:
        has_failed = any(each.why.startswith("not written") for each in done)
        if result.action is Action.DELETED and has_failed:
            why = "a file that may need it could not be restored"
            result = replace(result, action=Action.REFUSED, why=why)
        elif result.changes:
            try:
                write(_change(result))
            except OSError as error:
                result = replace(result, action=Action.REFUSED, why=f"not written: {error}")
        done.append(result)
    return done


def _change(reversal: Reversal) -> Change:
    return Change(reversal.path, reversal.before, reversal.after, reversal.mode)
