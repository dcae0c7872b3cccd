"""Files decided and finished one by one, in processes of their own where there is enough to do."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import TypeAlias, TypeVar

from msgspec import Struct

from migrate_engines.deciding.context import Context
from migrate_engines.deciding.decide import decide
from migrate_engines.deciding.decided import DecidedFile
from migrate_engines.deciding.finish import Finisher, checked, is_checked
from migrate_engines.model.result import Failed, FileResult, Rewritten, Skipped
from migrate_engines.running.known import KnownDecisions
from migrate_engines.running.lost import Lost
from migrate_engines.running.time_limit import TookTooLong, time_limit
from migrate_engines.running.watch import Watch, unwatched
from migrate_engines.running.workers import Workers, answered
from migrate_engines.settings import Settings
from migrate_engines.tree.reading import UNREADABLE, read_source, why_unread
from migrate_engines.tree.source import SourceFile
from migrate_engines.tree.steps import are_kept

Outcome: TypeAlias = DecidedFile | FileResult
_Done = TypeVar("_Done")


def decide_file(path: str, data: bytes, context: Context, settings: Settings) -> Outcome:
    """One file decided; what cannot be read is that file's failure, and the run goes on."""
    if b"@generated" in data[:1000]:
        return Skipped(path, "generated file")
    return guarded(path, lambda: decide(read_source(path, settings, data), context))


def guarded(path: str, step: Callable[[], _Done]) -> _Done | Failed:
    """What the step gives, or the file's failure."""
    try:
        return step()
    except UNREADABLE as error:
        return Failed(path, why_unread(error))
    except Exception as error:  # noqa: BLE001  (the one boundary: a bug costs its file only, and is seen)
        return Failed(path, f"internal error, please report it: {type(error).__name__}: {error}")


def decide_files(
    paths: Sequence[str],
    contents: Mapping[str, bytes],
    context: Context,
    settings: Settings,
    workers: Workers,
    known: KnownDecisions | None,
    watch: Watch,
) -> list[Outcome]:
    """The outcomes in the order of the paths, whoever has decided them, and in whatever run."""
    work = _Decision(contents, context, settings)
    if known is None:
        return _all_done(work, {path: len(contents[path]) for path in paths}, workers, watch)
    before = {path: known.find(path, contents[path], context) for path in paths}
    sizes = {path: len(contents[path]) for path, file in before.items() if file is None}
    decided = dict(zip(sizes, _all_done(work, sizes, workers, watch), strict=True))
    known.keep([each for each in decided.values() if isinstance(each, DecidedFile)], contents, context)
    return [before[path] or decided[path] for path in paths]


def finish_files(files: Sequence[DecidedFile], finisher: Finisher, workers: Workers) -> list[FileResult]:
    """The results in the order of the files. It is the check of what was rewritten that takes time."""
    sources = {file.source.path: file.source for file in files}
    finished = {file.source.path: guarded(file.source.path, partial(finisher.finish, file)) for file in files}
    rewritten = {path: each for path, each in finished.items() if isinstance(each, Rewritten)}
    waiting = {
        path: each for path, each in rewritten.items() if not (are_kept() and is_checked(each, sources[path]))
    }
    sizes = {path: len(each.after) for path, each in waiting.items()}
    checks = _all_done(_Check(waiting, sources), sizes, workers, unwatched)
    return list({**finished, **dict(zip(sizes, checks, strict=True))}.values())


class _Decision(Struct, frozen=True):
    contents: Mapping[str, bytes]
    context: Context
    settings: Settings

    def __call__(self, path: str) -> Outcome:
        return decide_file(path, self.contents[path], self.context, self.settings)


class _Check(Struct, frozen=True):
    results: Mapping[str, Rewritten]
    sources: Mapping[str, SourceFile]

    def __call__(self, path: str) -> FileResult:
        return guarded(path, lambda: checked(self.results[path], self.sources[path]))


def _all_done(
    work: Callable[[str], _Done], sizes: Mapping[str, int], workers: Workers, watch: Watch
) -> list[_Done | Failed]:
    """``work`` done on every path, in their order; ``sizes`` say how much there is to do."""
    paths = list(sizes)
    jobs = workers.wanted(sizes)
    if not jobs:
        return [_in_time(work, path, workers.seconds) for path in watch(paths, "Migrating")]
    found: dict[str, _Done | Failed] = {}
    largest_first = sorted(paths, key=lambda path: -sizes[path])
    answers = answered(work, largest_first, jobs, workers.seconds)
    with suppress(OSError):  # where no process can be started, we do it ourselves
        for _, (path, answer) in zip(watch(paths, "Migrating"), answers, strict=True):
            found[path] = _lost(path, answer, workers.seconds) if isinstance(answer, Lost) else answer
    return [found[path] if path in found else _in_time(work, path, workers.seconds) for path in paths]


def _in_time(work: Callable[[str], _Done], path: str, seconds: float) -> _Done | Failed:
    """The work done in this process."""
    try:
        with time_limit(seconds):
            return work(path)
    except TookTooLong:
        return _lost(path, Lost(None), seconds)


def _lost(path: str, lost: Lost, seconds: float) -> Failed:
    if lost.exit_code is None:
        return Failed(path, f"took more than {seconds:g} s; exclude it, or raise `file-time-limit`")
    return Failed(path, f"ended the process that looked at it ({_ending(lost.exit_code)}); exclude it")


def _ending(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"
