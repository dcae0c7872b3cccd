"""One append-only file: a line of JSON for each verification and each report."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from migrate_engines.compliance.compliance import Compliance
from migrate_engines.compliance.finding import Status
from migrate_engines.model.gate import Gate
from migrate_engines.model.problem import InputError, Problem
from migrate_engines.verification.verdict import PhaseVerdict

_MOST = 50  # names of failing tests in one line


class GateFigures(msgspec.Struct, frozen=True):
    new: int
    known: int
    suppressed: int

    @property
    def standing(self) -> int:
        return self.new + self.known


class Measured(msgspec.Struct, frozen=True, tag="compliance", tag_field="kind"):
    """The figures of every gate at one time; ``at`` is UTC, as in 2025-09-12T20:33:02Z."""

    at: str
    commit: str
    gates: dict[str, GateFigures]

    @property
    def standing(self) -> int:
        """Findings of all gates, those that the baseline knows included."""
        return sum(each.standing for each in self.gates.values())


class PhaseFigures(msgspec.Struct, frozen=True):
    name: str
    result: str
    why: str
    threshold: float
    share: float
    passed: int
    failed: int
    missing: int
    failed_before: int
    repaired: int
    skipped: int
    seconds: float
    failures: list[str]


class Verified(msgspec.Struct, frozen=True, tag="verification", tag_field="kind"):
    """What became of the phases at one time; ``has_before``: there was a baseline run."""

    at: str
    commit: str
    has_before: bool
    phases: list[PhaseFigures]


Line = Measured | Verified


def measured(compliance: Compliance, commit: str) -> Measured:
    """The figures of now."""
    gates = {}
    for gate in Gate:
        counts = compliance.counts(gate)
        gates[gate.value] = GateFigures(*(counts[status] for status in Status))
    return Measured(_now(), commit, gates)


def verified(verdicts: Sequence[PhaseVerdict], commit: str, *, has_before: bool) -> Verified:
    return Verified(_now(), commit, has_before, [phase_figures(each) for each in verdicts])


def phase_figures(verdict: PhaseVerdict) -> PhaseFigures:
    return PhaseFigures(
        verdict.phase.name,
        verdict.result.value,
        verdict.why,
        verdict.phase.threshold,
        round(verdict.share, 2),
        verdict.passed,
        len(verdict.failed),
        len(verdict.missing),
        len(verdict.failed_before),
        verdict.repaired,
        verdict.skipped,
        round(verdict.seconds, 1),
        [*verdict.failed, *verdict.missing][:_MOST],
    )


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def append(path: Path, line: Line) -> None:
    """Add one line; what is there stays.

    Raises:
        InputError: the file cannot be written.
    """
    try:
        with path.open("ab") as file:
            file.write(msgspec.json.encode(line) + b"\n")
    except OSError as error:
        what = f"The history cannot be written: {error.strerror}"
        raise InputError([Problem(str(path), 0, what, "Name a file that can be written.")]) from error


def read_history(path: Path) -> tuple[Line, ...]:
    """Every line, the oldest first; nothing where there is no file.

    Raises:
        InputError: the file cannot be read, or a line is none of ours.
    """
    try:
        lines = path.read_bytes().splitlines()
    except FileNotFoundError:
        return ()
    except OSError as error:
        what = f"The history cannot be read: {error.strerror}"
        raise InputError([Problem(str(path), 0, what, "Name a file that can be read.")]) from error
    found: list[Line] = []
    for number, line in enumerate(lines, 1):
        try:
            found.append(msgspec.json.decode(line, type=Line))
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            what = f"This is no line of the history: {error}"
            remedy = "Remove the line; the tool only adds whole ones."
            raise InputError([Problem(str(path), number, what, remedy)]) from error
    return tuple(found)
