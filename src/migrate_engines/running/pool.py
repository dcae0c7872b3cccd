"""Work spread over processes, one task at a time each, so that a task can be lost without the others.

The standard library's executor and loky give up all tasks with one dead process and know no limit of time;
pebble does both, but it starts its processes from threads and lets them share one locked pipe: a process that
is killed while it holds the lock stops the others.
"""

import multiprocessing
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from typing import Generic, TypeAlias, TypeVar

from msgspec import Struct

from migrate_engines.running.lost import START_METHOD, Lost

_Answer = TypeVar("_Answer")

Work: TypeAlias = Callable[[str], _Answer]


def spread(
    work: Work[_Answer],
    tasks: Sequence[str],
    jobs: int,
    seconds: float,
    method: str = START_METHOD,
) -> Iterator[tuple[str, _Answer | Lost]]:
    """The tasks with their answers, as they come.

    ``work`` is sent to every process once, so it and the answers can be pickled; what it changes stays
    there. ``seconds`` is the time that a task may take.

    Raises:
        OSError: no process can be started here.
    """
    pool = _Pool(work, multiprocessing.get_context(method), seconds)
    try:
        yield from pool.answers(tasks, jobs)
    finally:
        pool.end()


class _Worker(Struct):
    """``task`` is None until the process has said that it is there."""

    process: BaseProcess
    connection: Connection
    deadline: float
    task: str | None = None


class _Pool(Generic[_Answer]):
    def __init__(self, work: Work[_Answer], context: BaseContext, seconds: float) -> None:
        self._work = work
        self._context = context
        self._seconds = seconds
        self._workers: list[_Worker] = []

    def answers(self, tasks: Sequence[str], jobs: int) -> Iterator[tuple[str, _Answer | Lost]]:
        waiting = list(reversed(tasks))
        while waiting or self._workers:
            while len(self._workers) < jobs and self._beginning() < len(waiting):
                self._start()
            for worker in self._ready():
                told = self._told(worker)
                task, worker.task = worker.task, None
                if isinstance(told, Lost) or not waiting:
                    self._dismiss(worker)
                else:
                    self._give(worker, waiting.pop())
                if task is not None:
                    yield task, told
                elif isinstance(told, Lost):
                    raise ChildProcessError("a process has ended before it began to work")

    def end(self) -> None:
        for worker in list(self._workers):
            self._dismiss(worker)

    def _beginning(self) -> int:
        return sum(each.task is None for each in self._workers)

    def _start(self) -> None:
        ours, theirs = self._context.Pipe()
        # A forked process has the ends of all pipes: with them it would keep the others waiting for us.
        is_forked = self._context.get_start_method() == "fork"
        inherited = [ours, *(each.connection for each in self._workers)] if is_forked else []
        process = self._process(theirs, inherited)
        process.start()
        theirs.close()
        self._workers.append(_Worker(process, ours, time.monotonic() + self._seconds))

    def _process(self, connection: Connection, inherited: list[Connection]) -> BaseProcess:
        arguments = (self._work, connection, inherited)
        return self._context.Process(target=_serve, args=arguments, daemon=True)  # type: ignore[attr-defined, no-any-return]

    def _give(self, worker: _Worker, task: str) -> None:
        worker.task, worker.deadline = task, time.monotonic() + self._seconds
        with suppress(OSError):  # it has died: its answer is that
            worker.connection.send(task)

    def _ready(self) -> list[_Worker]:
        """The workers that have told something, have died, or had their time; at least one."""
        while True:
            rest = min(each.deadline for each in self._workers) - time.monotonic()
            telling = wait([each.connection for each in self._workers], max(rest, 0))
            now = time.monotonic()
            found = [each for each in self._workers if each.connection in telling or each.deadline <= now]
            if found:
                return found

    def _told(self, worker: _Worker) -> _Answer | Lost:
        try:
            if worker.connection.poll():
                told: _Answer = worker.connection.recv()
                return told
        except (EOFError, OSError):
            worker.process.join()
            return Lost(worker.process.exitcode)
        return Lost(None)

    def _dismiss(self, worker: _Worker) -> None:
        self._workers.remove(worker)
        worker.connection.close()
        worker.process.kill()
        worker.process.join()


def _serve(work: Work[_Answer], connection: Connection, inherited: Sequence[Connection]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it, too, and ends us
    for each in inherited:
        each.close()
    connection.send(None)
    while (task := _next(connection)) is not None:
        connection.send(work(task))


def _next(connection: Connection) -> str | None:
    try:
        task: str = connection.recv()
    except (EOFError, OSError):  # the parent is gone
        return None
    return task
