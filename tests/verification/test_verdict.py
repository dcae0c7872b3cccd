"""What counts against the change, and what does not."""

import pytest

from migrate_engines.model.phase import Phase
from migrate_engines.verification.before import PhaseBefore
from migrate_engines.verification.execution import Execution
from migrate_engines.verification.junit import CaseOutcome
from migrate_engines.verification.verdict import PhaseResult, judge

TESTS = Phase("unit", ("pytest", "--junitxml={junit}"), threshold=90)
PLAIN = Phase("lint", ("ruff",))
WORDS = {"P": CaseOutcome.PASSED, "F": CaseOutcome.FAILED, "S": CaseOutcome.SKIPPED}


def results_of(text: str) -> dict[str, CaseOutcome]:
    """``PFS-`` is test 0 that passed, 1 that failed, 2 that was skipped and none of the number 3."""
    return {f"t{at}": WORDS[letter] for at, letter in enumerate(text) if letter != "-"}


@pytest.mark.parametrize(
    ("before", "after", "result", "share"),
    [
        (None, "PPPPPPPPPP", "passed", 100),
        (None, "PPPPPPPPPF", "passed", 90),
        (None, "PPPPPPPPFF", "failed", 80),
        ("PPPPPPPPFF", "PPPPPPPPFF", "passed", 100),  # both failed before
        ("PPPPPPPPPF", "PPPPPPPPFF", "failed", 800 / 9),  # one of them is new
        ("PPPPPPPPPP", "PPPPPPPP--", "failed", 80),  # tests that are gone count
        ("PPPPPPPPFS", "PPPPPPPP--", "passed", 100),  # but not if they did not pass before
        (None, "PSSSSSSSSS", "passed", 100),
        (None, "SSS", "failed", 0),  # nothing passed
        ("FF", "FF", "passed", 0),
        ("FF", "PF", "passed", 100),
    ],
)
def test_tests(before: str | None, after: str, result: str, share: float):
    old = PhaseBefore("unit", False, results_of(before)) if before is not None else None
    code = 1 if "F" in after else 0
    verdict = judge(TESTS, Execution(code, 1.0, "", results_of(after)), old)
    assert (verdict.result, verdict.share) == (result, pytest.approx(share))


def test_names_of_the_tests_that_count():
    old = PhaseBefore("unit", False, results_of("PPFFP"))
    verdict = judge(TESTS, Execution(1, 1.0, "", results_of("PFFP-")), old)
    assert (verdict.failed, verdict.missing, verdict.failed_before, verdict.repaired) == (
        ("t1",),
        ("t4",),
        ("t2",),
        1,
    )


def test_an_exit_code_that_no_failing_test_explains():
    verdict = judge(TESTS, Execution(3, 1.0, "", results_of("PP"), "internal error"), None)
    assert (verdict.result, verdict.why) == (PhaseResult.FAILED, "exit code 3, though no test failed")


@pytest.mark.parametrize(
    ("code", "before", "result", "why"),
    [
        (0, None, "passed", ""),
        (2, None, "failed", "exit code 2"),
        (2, True, "failed", "exit code 2"),
        (2, False, "passed", "exit code 2; it failed before the change, too"),
    ],
)
def test_a_command_without_tests(code: int, before: bool | None, result: str, why: str):
    old = PhaseBefore("lint", before, {}) if before is not None else None
    verdict = judge(PLAIN, Execution(code, 1.0), old)
    assert (verdict.result, verdict.why) == (result, why)


def test_a_command_without_a_result_has_failed_whatever_was_before():
    old = PhaseBefore("lint", False, {})
    verdict = judge(PLAIN, Execution(None, 1.0, "it took too long"), old)
    assert (verdict.result, verdict.why) == (PhaseResult.FAILED, "it took too long")
