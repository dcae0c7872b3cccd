"""The phases of tests in both trees."""

from collections.abc import Callable, Iterator, Sequence
from time import perf_counter

from msgspec.structs import replace

from migrate_engines.model.phase import Phase
from migrate_engines.running.run import Watch
from migrate_engines.verification.comparing.causes import Causes
from migrate_engines.verification.comparing.fault import CheckName, CheckResult, Fault, new_faults
from migrate_engines.verification.comparing.python import with_sources
from migrate_engines.verification.comparing.side import Pair, Side
from migrate_engines.verification.execution import Execution, execute
from migrate_engines.verification.junit import CaseOutcome
from migrate_engines.verification.verify import chosen


def compare_phases(
    pair: Pair, names: Sequence[str], causes: Causes, watch: Watch
) -> tuple[CheckResult, tuple[str, ...]]:
    """What fails after the change and did not before; and the phases that were not run, each with why.

    A phase with something new ends the run where it is ``fail-fast``.

    Raises:
        InputError: the phases cannot be used, or there is none of that name.
    """
    started = perf_counter()
    before: list[Fault] = []
    after: list[Fault] = []
    new: list[Fault] = []
    notes: list[str] = []
    stopped_by = ""
    for phase in watch(chosen(pair.after.settings, names), "Running the phases"):
        if stopped_by:
            notes.append(f"phase {phase.name} was not run: {stopped_by} is worse than before")
            continue
        old, now = _execution(phase, pair.before), _execution(phase, pair.after)
        known = list(_faults(phase, old, causes.file_of))
        found = [*_faults(phase, now, causes.file_of), *_gone(phase, old, now, causes.file_of)]
        worse = new_faults(known, found, {})
        before, after, new = [*before, *known], [*after, *found], [*new, *worse]
        stopped_by = phase.name if worse and phase.fail_fast else ""
    told = tuple(replace(each, causes=causes.of(each.path)) for each in new)
    seconds = perf_counter() - started
    return CheckResult(CheckName.TESTS, len(before), len(after), told, seconds), tuple(notes)


def _execution(phase: Phase, side: Side) -> Execution:
    return execute(phase, side.root, with_sources(side.settings))


def _faults(phase: Phase, execution: Execution, file_of: Callable[[str], str]) -> Iterator[Fault]:
    if execution.failure:
        yield Fault("", 0, "no-result", phase.name, f"phase {phase.name}: {execution.failure}")
        return
    failed = sorted(name for name, what in execution.results.items() if what is CaseOutcome.FAILED)
    for name in failed:
        told = f"{name} fails (phase {phase.name})"
        yield Fault(file_of(name), 0, "test-fails", f"{phase.name}: {name}", told)
    if execution.exit_code != 0 and not failed:
        told = f"phase {phase.name}: exit code {execution.exit_code}\n{execution.output}"
        yield Fault("", 0, "phase-fails", phase.name, told)


def _gone(phase: Phase, old: Execution, now: Execution, file_of: Callable[[str], str]) -> Iterator[Fault]:
    """Tests that passed before and are not among the results: one that is not run fails nobody."""
    if now.failure:
        return
    passed = sorted(name for name, what in old.results.items() if what is CaseOutcome.PASSED)
    for name in passed:
        if name not in now.results:
            told = f"{name} passed before, and is not run (phase {phase.name})"
            yield Fault(file_of(name), 0, "test-gone", f"{phase.name}: {name}", told)
