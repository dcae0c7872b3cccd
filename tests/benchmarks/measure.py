"""Commands measured from outside: whole processes, by the clock and by what the system accounts to them."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Command:
    """``prepare`` runs before each run, outside the clock.

    ``codes`` are the exit codes that count as done, and ``says`` what stands on stderr then.
    """

    name: str
    words: Sequence[str | Path]
    folder: Path
    variables: Mapping[str, str] = field(default_factory=dict)
    prepare: Callable[[], object] = lambda: None
    codes: frozenset[int] = frozenset({0})
    says: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds by the clock, seconds of all processors; ``peak`` in MB is the largest process's, if known."""

    wall: float
    cpu: float
    peak: float | None


@dataclass(frozen=True, slots=True)
class Measured:
    name: str
    runs: tuple[Run, ...]

    @property
    def wall(self) -> float:
        return statistics.median(run.wall for run in self.runs)

    @property
    def cpu(self) -> float:
        return statistics.median(run.cpu for run in self.runs)

    @property
    def peak(self) -> float | None:
        return max((run.peak for run in self.runs if run.peak is not None), default=None)


class Unusable(Exception):
    """The command does not do what is to be measured; the message says how it ended."""


def measured(commands: Sequence[Command], runs: int) -> dict[str, Measured]:
    """The commands in turn, after one run of each that does not count.

    In turn, so that a machine that gets slower in the meantime is slow for all of them.
    """
    found: dict[str, list[Run]] = {command.name: [] for command in commands}
    for number in range(runs + 1):
        for command in commands:
            run = _run(command)
            if number:
                found[command.name].append(run)
    return {name: Measured(name, tuple(each)) for name, each in found.items()}


def _run(command: Command) -> Run:
    command.prepare()
    words = [str(word) for word in command.words]
    before = _used()
    began = time.perf_counter()
    with subprocess.Popen(
        words,
        cwd=command.folder,
        env={**os.environ, **command.variables},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as process:
        told = process.stderr.read() if process.stderr else b""
        code, cpu, peak = _ended(process, before)
    wall = time.perf_counter() - began
    text = told.decode("utf-8", "replace")
    if code not in command.codes or command.says not in text:
        last = text.strip().splitlines()[-1:]
        raise Unusable(f"{command.name} ended with {code}: {' '.join(last)}")
    return Run(wall, cpu, peak)


def _used() -> float:
    times = os.times()
    return times.children_user + times.children_system


def _ended(process: "subprocess.Popen[bytes]", before: float) -> tuple[int, float, float | None]:
    """The exit code, the seconds of processors, and the peak of the largest process in MB."""
    if sys.platform == "win32":
        return process.wait(), _used() - before, None
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    unit = 1 if sys.platform == "darwin" else 1024
    return process.returncode, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit / 1e6
