"""Whether a phase reached what it has to reach."""

from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from migrate_engines.model.phase import Phase
from migrate_engines.verification.before import PhaseBefore
from migrate_engines.verification.execution import Execution
from migrate_engines.verification.junit import CaseOutcome


class PhaseResult(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    NOT_RUN = "not run"


class PhaseVerdict(Struct, frozen=True):
    """What became of one phase.

    Attributes:
        why: the sentence that explains the result; "" where it passed plainly.
        failed: tests that fail and did not fail before, by name.
        missing: tests that passed before and are not among the results.
        failed_before: tests that fail and failed before: they do not count.
        output: the last lines of what a failed command printed.
    """

    phase: Phase
    result: PhaseResult
    why: str = ""
    passed: int = 0
    skipped: int = 0
    failed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    failed_before: tuple[str, ...] = ()
    repaired: int = 0
    seconds: float = 0
    output: str = ""

    @property
    def share(self) -> float:
        """Of the tests that count, those that passed, in per cent; skipped ones do not count."""
        counted = self.passed + len(self.failed) + len(self.missing)
        return 100 * self.passed / counted if counted else 0.0


def judge(phase: Phase, execution: Execution, before: PhaseBefore | None) -> PhaseVerdict:
    """By the tests, or by the exit code where the phase has no tests of its own."""
    if execution.failure:
        return PhaseVerdict(
            phase, PhaseResult.FAILED, execution.failure, seconds=execution.seconds, output=execution.output
        )
    if not phase.has_tests:
        return _by_exit_code(phase, execution, before)
    return _by_tests(phase, execution, before)


def _by_exit_code(phase: Phase, execution: Execution, before: PhaseBefore | None) -> PhaseVerdict:
    if execution.exit_code == 0:
        return PhaseVerdict(phase, PhaseResult.PASSED, passed=1, seconds=execution.seconds)
    told = f"exit code {execution.exit_code}"
    if before is not None and not before.passed:
        why = f"{told}; it failed before the change, too"
        return PhaseVerdict(phase, PhaseResult.PASSED, why, seconds=execution.seconds)
    return PhaseVerdict(phase, PhaseResult.FAILED, told, seconds=execution.seconds, output=execution.output)


def _by_tests(phase: Phase, execution: Execution, before: PhaseBefore | None) -> PhaseVerdict:
    old = before.tests if before is not None else {}
    results = execution.results
    failing = sorted(name for name, outcome in results.items() if outcome is CaseOutcome.FAILED)
    passing = [name for name, outcome in results.items() if outcome is CaseOutcome.PASSED]
    known = [name for name in failing if old.get(name) is CaseOutcome.FAILED]
    gone = [name for name, outcome in old.items() if outcome is CaseOutcome.PASSED and name not in results]
    verdict = PhaseVerdict(
        phase,
        PhaseResult.PASSED,
        passed=len(passing),
        skipped=len(results) - len(failing) - len(passing),
        failed=tuple(name for name in failing if name not in known),
        missing=tuple(sorted(gone)),
        failed_before=tuple(known),
        repaired=sum(old.get(name) is CaseOutcome.FAILED for name in passing),
        seconds=execution.seconds,
    )
    why = _shortcoming(verdict, execution, failing)
    return _failed(verdict, why, execution.output) if why else verdict


def _shortcoming(verdict: PhaseVerdict, execution: Execution, failing: list[str]) -> str:
    """Why the tests are not enough; "" where they are."""
    if execution.exit_code != 0 and not failing:
        return f"exit code {execution.exit_code}, though no test failed"
    if not verdict.passed and not verdict.failed_before:
        return "no test passed"
    counted = verdict.passed + len(verdict.failed) + len(verdict.missing)
    if counted and verdict.share < verdict.phase.threshold:
        return (
            f"{verdict.share:.1f} % of the tests that count passed, {verdict.phase.threshold:g} % are needed"
        )
    return ""


def _failed(verdict: PhaseVerdict, why: str, output: str) -> PhaseVerdict:
    return replace(verdict, result=PhaseResult.FAILED, why=why, output=output)
