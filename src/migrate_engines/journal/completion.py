"""An interrupted run finished: what it recorded and had not written yet is written."""

from pathlib import Path

from migrate_engines.journal.files import Change, apply_change, read_file
from migrate_engines.journal.recording import temporary_name
from migrate_engines.journal.rollback import settle, tidy
from migrate_engines.journal.store import Journal
from migrate_engines.model.journal import JournalEntry, Recorded
from migrate_engines.model.problem import InputError, Problem
from migrate_engines.model.rollback import Action, Reversal, RollbackReport, by_path


def complete(journal: Journal, run: Recorded, *, is_dry: bool = False) -> RollbackReport:
    """Finish a run in its own order; what fails in one stage holds back the later ones.

    Raises:
        InputError: it was not interrupted, or its end cannot be recorded.
    """
    if run.written is not None:
        remedy = "`migrate-engines rollback --list` shows which one was."
        raise InputError([Problem(f"run {run.name}", 0, "It was not interrupted", remedy)])
    root = journal.home.root(run.root)
    if not is_dry:
        tidy(journal, run)
    results: list[Reversal] = []
    failed_stage = 3
    for entry in run.entries:
        result = _planned(journal, run, root, entry)
        if entry.stage > failed_stage:
            result = _refused(entry, "a file that it relies on could not be written")
        elif result.changes and not is_dry:
            result = _written(root, run, result)
        if result.action is Action.REFUSED:
            failed_stage = min(failed_stage, entry.stage)
        results.append(result)
    if not is_dry:
        _settle(journal, run, results)
    return RollbackReport(run.name, None, is_dry, by_path(results))


def _planned(journal: Journal, run: Recorded, root: Path, entry: JournalEntry) -> Reversal:
    before, after = (journal.contents(run, image) for image in (entry.before, entry.after))
    try:
        current = read_file(root / entry.path)
    except OSError as error:
        return _refused(entry, str(error))
    if current == after:
        return Reversal(entry.path, Action.UNTOUCHED, current, after)
    if current != before:
        return _refused(entry, "it has changed since")
    mode = entry.after.mode if entry.after else None
    action = Action.WRITTEN if after is not None else Action.DELETED
    return Reversal(entry.path, action, before, after, mode)


def _written(root: Path, run: Recorded, result: Reversal) -> Reversal:
    try:
        change = Change(result.path, result.before, result.after, result.mode)
        apply_change(root, change, temporary_name(run))
    except OSError as error:
        return Reversal(result.path, Action.REFUSED, why=f"not written: {error}")
    return result


def _refused(entry: JournalEntry, why: str) -> Reversal:
    return Reversal(entry.path, Action.REFUSED, why=why)


def _settle(journal: Journal, run: Recorded, results: list[Reversal]) -> None:
    """The run is over, and so is an interrupted one that it was taking back."""
    written = frozenset(each.path for each in results if each.action is not Action.REFUSED)
    settle(journal, run, written)
    for other in journal.interrupted():
        if other.name == run.rolls_back:
            settle(journal, other, written)
