"""The processes of a run: what they look at, and what they find out, is known to the run."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Generic, TypeVar

from msgspec import Struct

from migrate_engines.running.lost import Lost
from migrate_engines.tree.digest import Digest
from migrate_engines.tree.steps import are_kept, collected, keep_collected
from migrate_engines.tree.trace import Trace, note_trace, traced

# Bytes of the files. Less than this is decided sooner than processes have begun.
_WORTH_PROCESSES = 500_000
_Done = TypeVar("_Done")


class Workers(Struct, frozen=True):
    """The processes that a run may have.

    Attributes:
        jobs: how many at a time; 0 for none; None for one on each processor that this process may use.
        seconds: what one file may take in them.
    """

    jobs: int | None
    seconds: float

    def wanted(self, sizes: Mapping[str, int]) -> int:
        """How many it is worth to start for files of these sizes."""
        return 0 if sum(sizes.values()) < _WORTH_PROCESSES else min(self.most, len(sizes))

    @property
    def most(self) -> int:
        """How many there may be."""
        return _processors() if self.jobs is None else self.jobs


NO_WORKERS = Workers(0, 0)


def answered(
    work: Callable[[str], _Done], tasks: Sequence[str], jobs: int, seconds: float
) -> Iterator[tuple[str, _Done | Lost]]:
    """The tasks with what ``work`` gives, done in ``jobs`` processes, as they come; ``seconds`` for each.

    Raises:
        OSError: no process can be started here.
    """
    # Imported late: few runs have enough to do for it.
    from migrate_engines.running.pool import spread

    for task, answer in spread(_Traced(work, are_kept()), tasks, jobs, seconds):
        if isinstance(answer, Lost):
            yield task, answer
        else:
            done, trace, results = answer
            note_trace(trace)
            keep_collected(results)
            yield task, done


class _Traced(Struct, Generic[_Done], frozen=True):
    """What a process is sent: it works on any file, and tells what it looked at.

    With ``keeps_steps``, the results of steps come back, too.
    """

    work: Callable[[str], _Done]
    keeps_steps: bool

    def __call__(self, path: str) -> tuple[_Done, Trace, Mapping[tuple[Digest, Digest], bytes]]:
        with traced() as trace:
            if not self.keeps_steps:
                return self.work(path), trace, {}
            with collected() as steps:
                return self.work(path), trace, steps.results


def _processors() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS and Windows
        return os.cpu_count() or 1
