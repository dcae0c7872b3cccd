"""Run the command of one phase."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from time import monotonic
from types import MappingProxyType

from msgspec import Struct, field

from migrate_engines.model.phase import JUNIT, Phase
from migrate_engines.verification.junit import CaseOutcome, NoJUnit, read_junit

_TAIL = 20  # lines
_NONE: Mapping[str, str] = MappingProxyType({})


class Execution(Struct, frozen=True):
    """How a command ended.

    Attributes:
        exit_code: None where it could not be started, or was ended at its time limit.
        failure: why there is no result to judge; "" where there is one.
        results: of each test by name; empty where the phase has no tests of its own.
        output: the last lines of what it printed.
    """

    exit_code: int | None
    seconds: float
    failure: str = ""
    results: dict[str, CaseOutcome] = field(default_factory=dict)
    output: str = ""


def execute(phase: Phase, root: Path, variables: Mapping[str, str] = _NONE) -> Execution:
    """Run it in ``root``, without a shell and without input, and read what its tests did.

    ``variables`` are added to its environment.
    """
    with tempfile.TemporaryDirectory(prefix="migrate-engines-") as folder:
        junit = Path(folder, "junit.xml")
        started = monotonic()
        code, output, failure = _run(phase, root, junit, variables)
        seconds = monotonic() - started
        if failure or not phase.has_tests:
            return Execution(code, seconds, failure, {}, output)
        try:
            return Execution(code, seconds, "", read_junit(junit.read_bytes()), output)
        except OSError:
            told = f"it wrote no JUnit XML (exit code {code})"
        except NoJUnit as error:
            told = f"its JUnit XML cannot be read: {error}"
        return Execution(code, seconds, told, {}, output)


def _run(phase: Phase, root: Path, junit: Path, variables: Mapping[str, str]) -> tuple[int | None, str, str]:
    """The exit code, the last lines of the output, and why it has no result."""
    command = [each.replace(JUNIT, str(junit)) for each in phase.command]
    with tempfile.TemporaryFile() as output:
        try:
            process = subprocess.Popen(
                command,
                cwd=root,
                env={**os.environ, **variables},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=sys.platform != "win32",
            )
        except OSError as error:
            return None, "", f"{command[0]} cannot be run: {error.strerror}"
        failure = _wait(process, phase.time_limit)
        output.seek(0)
        lines = output.read().decode("utf-8", "backslashreplace").splitlines()
    return None if failure else process.returncode, "\n".join(lines[-_TAIL:]), failure


def _wait(process: "subprocess.Popen[bytes]", limit: int) -> str:
    """Why the process was ended; "" where it ended by itself."""
    try:
        process.wait(timeout=limit)
    except subprocess.TimeoutExpired:
        _end(process)
        return f"it took longer than its time limit of {limit} s"
    except BaseException:
        _end(process)  # Ctrl-C must not leave it running
        raise
    return ""


def _end(process: "subprocess.Popen[bytes]") -> None:
    """The process, and on POSIX whatever it has started in its session."""
    if sys.platform == "win32":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
