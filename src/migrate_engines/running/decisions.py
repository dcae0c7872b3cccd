"""Files decided one by one, in processes of their own where there is enough to do."""

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from migrate_engines.deciding.context import Context
from migrate_engines.deciding.decide import decide
from migrate_engines.deciding.decided import DecidedFile
from migrate_engines.model.result import Failed, FileResult, Skipped
from migrate_engines.running.pool import Lost, spread
from migrate_engines.running.watch import Watch
from migrate_engines.tree.source import Unreadable, decode
from migrate_engines.tree.trace import Trace, note_trace, traced

Outcome: TypeAlias = DecidedFile | FileResult

# Bytes of the files. Less than this is decided sooner than processes have begun.
_WORTH_PROCESSES = 500_000
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Workers:
    """The processes that a run may have.

    Attributes:
        jobs: how many at a time; 0 for none; None for one on each processor that this process may use.
        seconds: what one file may take in them.
    """

    jobs: int | None
    seconds: float

    def wanted(self, contents: Mapping[str, bytes], paths: Sequence[str]) -> int:
        """How many it is worth to start."""
        if self.jobs == 0 or sum(len(contents[path]) for path in paths) < _WORTH_PROCESSES:
            return 0
        return min(self.jobs or _processors(), len(paths))


def decide_file(path: str, data: bytes, context: Context) -> Outcome:
    """One file decided; what cannot be read is that file's failure, and the run goes on."""
    if b"@generated" in data[:1000]:
        return Skipped(path, "generated file")
    return guarded(path, lambda: decide(decode(path, data, context.max_file_size), context))


def guarded(path: str, step: Callable[[], _Result]) -> _Result | Failed:
    """What the step gives, or the file's failure."""
    try:
        return step()
    except Unreadable as error:
        return Failed(path, str(error))
    except RecursionError:
        return Failed(path, "nests too deeply to be looked at; take it apart, or exclude it")
    except Exception as error:  # noqa: BLE001  (the one boundary: a bug costs its file only, and is seen)
        return Failed(path, f"internal error, please report it: {type(error).__name__}: {error}")


def decide_files(
    paths: Sequence[str], contents: Mapping[str, bytes], context: Context, workers: Workers, watch: Watch
) -> list[Outcome]:
    """The outcomes in the order of the paths, whoever has decided them."""
    jobs = workers.wanted(contents, paths)
    if not jobs:
        return [decide_file(path, contents[path], context) for path in watch(paths, "Migrating")]
    found: dict[str, Outcome] = {}
    largest_first = sorted(paths, key=lambda path: -len(contents[path]))
    work = _TracedDecision(contents, context)
    answers = spread(work, largest_first, jobs, workers.seconds)
    with suppress(OSError):  # where no process can be started, we do it ourselves
        for _, (path, answer) in zip(watch(paths, "Migrating"), answers, strict=True):
            found[path] = _outcome(path, answer, workers.seconds)
    rest = [path for path in paths if path not in found]
    found |= {path: decide_file(path, contents[path], context) for path in rest}
    return [found[path] for path in paths]


@dataclass(frozen=True, slots=True)
class _TracedDecision:
    """What a process is sent: it decides any file, and tells what it looked at."""

    contents: Mapping[str, bytes]
    context: Context

    def __call__(self, path: str) -> tuple[Outcome, Trace]:
        with traced() as trace:
            return decide_file(path, self.contents[path], self.context), trace


def _outcome(path: str, answer: tuple[Outcome, Trace] | Lost, seconds: float) -> Outcome:
    if not isinstance(answer, Lost):
        note_trace(answer[1])
        return answer[0]
    if answer.exit_code is None:
        return Failed(path, f"took more than {seconds:g} s; exclude it, or raise `file-time-limit`")
    return Failed(path, f"ended the process that looked at it ({_ending(answer.exit_code)}); exclude it")


def _ending(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"


def _processors() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS and Windows
        return os.cpu_count() or 1
