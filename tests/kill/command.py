"""The command line in a process of its own, which a test ends or hinders at one of its steps.

A step is whatever changes the disk: Python announces those operations to its audit hooks before it carries
them out, so that nothing in the tool has to know of this; only ``os.fsync`` is wrapped here. The process is
forked from one that has loaded the tool, which takes 20 ms where a new interpreter takes 500.
"""

import errno
import importlib
import os
import pkgutil
import random
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import filelock

import migrate_engines
from migrate_engines.cli.main import main

# All that the tool would load late is loaded here, once.
for each in (filelock, migrate_engines):
    for module in pkgutil.walk_packages(each.__path__, f"{each.__name__}."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)

_EVENTS = frozenset(
    f"os.{name}"
    for name in (
        "rename",
        "remove",
        "mkdir",
        "rmdir",
        "chmod",
        "chown",
        "utime",
        "link",
        "truncate",
        "symlink",
    )
)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT

Step = Callable[[int], None]
"""Called with the number of each step, from 1, before it is taken."""


@dataclass(frozen=True)
class Ended:
    """``code`` is negative for a signal; ``steps`` is how many were begun.

    ``opened`` are the files of the tree that were opened to be written into, where a kill could cut them.
    """

    code: int
    out: str
    err: str
    steps: int
    opened: str


def kill_at(number: int) -> Step:
    def step(current: int) -> None:
        if current == number:
            os.kill(os.getpid(), signal.SIGKILL)

    return step


def fail_at(number: int, code: int, *, persists: bool) -> Step:
    """From that step on, or only there, the disk is full or access denied."""

    def step(current: int) -> None:
        if current == number or (persists and current > number):
            raise OSError(code, os.strerror(code))

    return step


def interrupt_at(number: int) -> Step:
    def step(current: int) -> None:
        if current == number:
            os.kill(os.getpid(), signal.SIGINT)

    return step


def no_step(_: int) -> None:
    """Nothing happens."""


@dataclass(frozen=True)
class Moment:
    """Some time after a step was begun, whatever goes on by then."""

    steps: int
    seconds: float


def run(folder: Path, *arguments: str, step: Step = no_step, killed: Moment | None = None) -> Ended:
    """``migrate-engines`` in a folder, ``killed`` from outside at that moment if it has not ended."""
    told = folder.parent / "told"
    told.mkdir(exist_ok=True)
    for name in ("out", "err", "steps", "opened"):
        (told / name).write_bytes(b"")
    child = os.fork()
    if not child:
        _be_the_command(folder, told, arguments, step)
    status = _killed(child, told / "steps", killed) if killed else os.waitpid(child, 0)[1]
    out, err, opened = ((told / name).read_text() for name in ("out", "err", "opened"))
    return Ended(os.waitstatus_to_exitcode(status), out, err, _taken(told / "steps"), opened)


def _killed(child: int, steps: Path, moment: Moment) -> int:
    while _taken(steps) < moment.steps:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return status
    time.sleep(moment.seconds)
    os.kill(child, signal.SIGKILL)  # it is not reaped yet, so its number is still its own
    return os.waitpid(child, 0)[1]


def _taken(steps: Path) -> int:
    return steps.stat().st_size if steps.exists() else 0


def _be_the_command(folder: Path, told: Path, arguments: tuple[str, ...], step: Step) -> None:
    try:
        for number, name in ((1, "out"), (2, "err")):
            os.dup2(os.open(told / name, os.O_WRONLY), number)
        _count_steps(folder, told, step)
        os.chdir(folder)
        main(list(arguments))
    except SystemExit as ended:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(ended.code if isinstance(ended.code, int) else 70)
    finally:
        os._exit(71)


def _count_steps(tree: Path, told: Path, step: Step) -> None:
    place, count = str(tree.parent), 0
    steps, opened = (os.open(told / name, os.O_WRONLY) for name in ("steps", "opened"))
    sync = os.fsync

    def take() -> None:
        nonlocal count
        count += 1
        os.write(steps, b".")
        step(count)

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        path = str(arguments[0]) if arguments and isinstance(arguments[0], str | os.PathLike) else ""
        is_writing = event == "open" and isinstance(arguments[2], int) and bool(arguments[2] & _WRITING)
        if not path.startswith(place) or not (is_writing or event in _EVENTS):
            return
        if is_writing and path.startswith(str(tree)) and os.path.exists(path):
            os.write(opened, f"{path}\n".encode())
        take()

    def synced(descriptor: int) -> None:
        take()
        sync(descriptor)

    os.fsync = synced
    sys.addaudithook(hook)


FAULTS = (errno.ENOSPC, errno.EACCES)
RANDOM = random.Random(6)
