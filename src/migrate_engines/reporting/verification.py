"""The phases of a verification for people, and as JSON."""

from collections.abc import Iterator

import msgspec

from migrate_engines import __version__
from migrate_engines.reporting.text import aligned
from migrate_engines.verification.history import PhaseFigures, phase_figures
from migrate_engines.verification.verdict import PhaseResult, PhaseVerdict
from migrate_engines.verification.verify import Verification

SCHEMA_VERSION = 1
HEADINGS = ("phase", "result", "needed", "reached", "passed", "failed", "missing", "before", "skipped")


class VerificationRecord(msgspec.Struct, frozen=True):
    schema_version: int
    tool_version: str
    has_baseline: bool
    passed: bool
    phases: list[PhaseFigures]


def render_verification(verification: Verification) -> str:
    """What failed, with the tests by name and the end of the output; then a table of the phases."""
    blocks = [_failure(each) for each in verification.verdicts if each.result is not PhaseResult.PASSED]
    figures = [phase_figures(each) for each in verification.verdicts]
    blocks.append(aligned([HEADINGS, *map(phase_cells, figures)], HEADINGS[2:]))
    blocks.append("".join(f"{line}\n" for line in _rest(verification)))
    return "\n".join(blocks)


def phase_cells(figures: PhaseFigures) -> tuple[str, ...]:
    """One text for each of ``HEADINGS``; ``before`` are tests that failed before the change, too."""
    numbers = (
        figures.passed,
        figures.failed,
        figures.missing,
        figures.failed_before,
        figures.skipped,
    )
    is_counted = figures.passed or figures.failed or figures.missing
    reached = f"{figures.share:.1f} %" if is_counted else "-"
    return (
        figures.name,
        figures.result,
        f"{figures.threshold:g} %",
        reached,
        *(str(number or "-") for number in numbers),
    )


def _failure(verdict: PhaseVerdict) -> str:
    lines = [f"{verdict.phase.name}: {verdict.result}, {verdict.why}"]
    lines += [f"  failed: {name}" for name in verdict.failed]
    lines += [f"  missing: {name}" for name in verdict.missing]
    lines += [f"  | {line}" for line in verdict.output.splitlines()]
    return "".join(f"{line}\n" for line in lines)


def _rest(verification: Verification) -> Iterator[str]:
    for each in verification.verdicts:
        if each.result is PhaseResult.PASSED and each.why:
            yield f"{each.phase.name}: {each.why}"
        if each.repaired:
            yield f"{each.phase.name}: {each.repaired} of the passed tests failed before the change"
    if not verification.before.phases:
        yield "There was no baseline run, so every failing test counts: `migrate-engines verify --baseline`"
    results = [each.result for each in verification.verdicts]
    passed = results.count(PhaseResult.PASSED)
    yield f"{passed} of {len(results)} phases passed"


def render_verification_json(verification: Verification) -> bytes:
    record = VerificationRecord(
        SCHEMA_VERSION,
        __version__,
        bool(verification.before.phases),
        verification.exit_code == 0,
        [phase_figures(each) for each in verification.verdicts],
    )
    return msgspec.json.format(msgspec.json.encode(record), indent=2) + b"\n"
