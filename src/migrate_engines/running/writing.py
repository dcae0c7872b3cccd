"""The results of a run, written in the order of dependence."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from migrate_engines.journal.files import Change
from migrate_engines.journal.guard import refuse_unsaved
from migrate_engines.journal.home import find_home
from migrate_engines.journal.recording import (
    Planned,
    Unrecorded,
    Writer,
    interruption,
    recorded,
    refuse_interrupted,
)
from migrate_engines.journal.store import Journal, held_journal
from migrate_engines.model.finding import Finding, Outcome, UseKind
from migrate_engines.model.journal import FixedLines
from migrate_engines.model.problem import InputError
from migrate_engines.model.reason import EXPLANATIONS, Reason
from migrate_engines.model.report import Mode
from migrate_engines.model.result import Failed, FileResult, Rewritten
from migrate_engines.model.span import Span
from migrate_engines.running.request import Request
from migrate_engines.settings import Settings

_NOT_WRITTEN = "not written"


class Written(Struct, frozen=True):
    """The results after writing; ``run`` is the journal's name for what was written, if anything was."""

    results: list[FileResult]
    run: str | None = None
    notes: tuple[str, ...] = ()


Write: TypeAlias = Callable[[Sequence[FileResult]], Written]


@contextmanager
def writing(request: Request, settings: Settings) -> Iterator[Write]:
    """What writes the results of this request. Inside, no other run writes to the tree.

    Raises:
        InputError: another run is at work, or was interrupted; or the journal cannot be kept.
    """
    if not request.keeps_journal:
        yield partial(_unrecorded, request, settings)
    elif request.mode is Mode.APPLY:
        with held_journal(settings.root, settings.journal_runs) as journal:
            refuse_interrupted(journal)
            yield partial(_recorded, request, settings, journal)
    else:
        yield partial(_only_told, settings)


def _only_told(settings: Settings, results: Sequence[FileResult]) -> Written:
    """Nothing is written, but that a run was interrupted is worth a note."""
    journal = Journal(find_home(settings.root), settings.journal_runs)
    try:
        notes = [str(interruption(journal, each)) for each in journal.interrupted()]
    except InputError as error:  # a damaged journal stops only what would add to it
        notes = [str(each) for each in error.problems]
    return Written(list(results), None, tuple(notes))


def _unrecorded(request: Request, settings: Settings, results: Sequence[FileResult]) -> Written:
    if request.mode is not Mode.APPLY:
        return Written(list(results))
    return Written(write_all(Unrecorded(settings.root), results))


def _recorded(
    request: Request, settings: Settings, journal: Journal, results: Sequence[FileResult]
) -> Written:
    rewritten = [each for each in _in_order(results) if isinstance(each, Rewritten)]
    if not rewritten:
        return Written(list(results))
    if not request.allow_dirty:
        there = {each.path: each.before for each in rewritten if each.before is not None}
        refuse_unsaved(settings.root, there)
    with recorded(journal, settings.root, [_planned(each) for each in rewritten]) as recording:
        written = write_all(recording, results)
    return Written(written, recording.name, tuple(recording.notes))


def write_all(writer: Writer, results: Sequence[FileResult]) -> list[FileResult]:
    """New files, then their users, then the redirects.

    Where a file of one kind cannot be written, those that rely on it are not written either.
    """
    written: list[FileResult] = []
    for stage in range(3):
        has_failed = any(
            isinstance(each, Failed) and each.message.startswith(_NOT_WRITTEN) for each in written
        )
        for result in results:
            if _stage(result) == stage:
                written += [_held_back(result) if has_failed else write(writer, result)]
    return written


def _in_order(results: Sequence[FileResult]) -> list[FileResult]:
    return sorted(results, key=_stage)


def _stage(result: FileResult) -> int:
    if not isinstance(result, Rewritten):
        return 1
    if result.before is None:
        return 0
    return 2 if any(_takes_away(each) for each in result.findings) else 1


def _takes_away(finding: Finding) -> bool:
    """Whether the file no longer has what others may have asked of it: they are written first."""
    is_module = finding.kind is UseKind.MODULE and finding.span == Span(0, 0)
    return is_module or (finding.kind is UseKind.DEFINITION and finding.outcome is Outcome.FIXED)


def _planned(result: Rewritten) -> Planned:
    fixed = tuple(
        FixedLines(each.codemod, each.place.line, each.place.end_line)
        for each in result.findings
        if each.outcome is Outcome.FIXED
    )
    return Planned(_change(result), _stage(result), fixed)


def _change(result: Rewritten) -> Change:
    return Change(result.path, result.before, result.after)


def _held_back(result: FileResult) -> FileResult:
    if not isinstance(result, Rewritten):
        return result
    return _not_written(
        result, "a file that it relies on could not be written; settle that one and run again"
    )


def _not_written(result: Rewritten, why: str) -> Failed:
    """The failure of a file; what the run would have fixed in it still waits."""
    message = f"{_NOT_WRITTEN}: {why}"
    findings = tuple(_waiting(each, message) for each in result.findings)
    return Failed(result.path, message, findings)


def _waiting(finding: Finding, why: str) -> Finding:
    if finding.outcome is not Outcome.FIXED:
        return finding
    message = f"{EXPLANATIONS[Reason.NOT_WRITTEN]} ({why})"
    return replace(finding, outcome=Outcome.MANUAL, reason=Reason.NOT_WRITTEN, message=message)


def write(writer: Writer, result: FileResult) -> FileResult:
    """Write a rewritten file; what cannot be written becomes a failure, and the file stays as it was."""
    if not isinstance(result, Rewritten):
        return result
    try:
        writer.write(_change(result))
    except OSError as error:
        return _not_written(result, str(error))
    return result
