"""Work that is done while the program is loaded.

In a process of its own where one can be forked. In a thread, what it asks of the system has to wait each time
until the others let it go on; elsewhere that is still better than nothing.
"""

import marshal
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from threading import Thread, active_count
from typing import Any, Generic, NoReturn, TypeVar

_Made = TypeVar("_Made")


class Beside(Generic[_Made]):
    """What ``work`` gives: values that ``marshal`` can write."""

    def __init__(self, work: Callable[[], _Made]) -> None:
        self._work = work
        self._result: _Made | None = None
        self._forked = _forked(work)
        self._thread = None if self._forked else _started(self._run)

    def result(self) -> _Made | None:
        """What it gave; None where it could not be done. It is asked for once, if at all."""
        if self._thread:
            self._thread.join()
        if self._forked:
            self._result = self._received(*self._forked)
        return self._result

    def drop(self) -> None:
        """Nobody will ask for it."""
        if self._forked:
            os.close(self._forked[1])

    def _run(self) -> None:
        self._result = self._work()

    @staticmethod
    def _received(process: int, reading: int) -> _Made | None:
        with os.fdopen(reading, "rb") as file:
            data = file.read()
        with suppress(ChildProcessError):  # somebody does not want to know how processes end
            os.waitpid(process, 0)
        try:
            found: _Made = marshal.loads(data)  # noqa: S302 - from a process of our own
        except (EOFError, ValueError, TypeError):
            return None
        return found


def _forked(work: Callable[[], Any]) -> tuple[int, int] | None:
    """The process, and what to read from; None where there can be none.

    Other threads could hold locks, which nobody would let go of in the process.
    """
    if sys.platform != "linux" or active_count() > 1:
        return None
    try:
        reading, writing = os.pipe()
    except OSError:
        return None
    try:
        process = os.fork()
    except OSError:
        os.close(reading)
        os.close(writing)
        return None
    if not process:
        _tell(work, writing)
    os.close(writing)
    return process, reading


def _started(work: Callable[[], object]) -> Thread | None:
    """None where no thread can be started."""
    thread = Thread(target=work, daemon=True)
    try:
        thread.start()
    except RuntimeError:
        return None
    return thread


def _tell(work: Callable[[], Any], writing: int) -> NoReturn:
    """In the process: whatever happens, it ends here, and says nothing to the user."""
    try:
        # The other end of the pipe above all: it would wait for itself to read, once nobody else is there.
        for each in map(int, os.listdir("/proc/self/fd")):
            if each > 2 and each != writing:
                with suppress(OSError):
                    os.close(each)
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(nowhere, stream)
        with os.fdopen(writing, "wb") as file:
            file.write(marshal.dumps(work()))
    finally:
        os._exit(0)
