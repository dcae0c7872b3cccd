"""Run the phases in their order."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from msgspec import Struct

from migrate_engines.model.phase import Phase, check_phases
from migrate_engines.model.problem import InputError, Problem
from migrate_engines.running.run import Watch, unwatched
from migrate_engines.settings import Settings
from migrate_engines.tree.git import GitUnusable, ask_git
from migrate_engines.verification.before import Before, read_before
from migrate_engines.verification.execution import Execution, execute
from migrate_engines.verification.verdict import PhaseResult, PhaseVerdict, judge


class Verification(Struct, frozen=True):
    """``verdicts`` in the order of the phases; ``before`` is where there was a baseline run."""

    verdicts: tuple[PhaseVerdict, ...]
    before: Before

    @property
    def exit_code(self) -> int:
        return int(any(each.result is not PhaseResult.PASSED for each in self.verdicts))


def verify(settings: Settings, names: Sequence[str] = (), *, watch: Watch = unwatched) -> Verification:
    """Run the phases (those of ``names``, or all) and judge them against the baseline run.

    Raises:
        InputError: the phases cannot be used, or the record of the baseline run is none.
    """
    phases = chosen(settings, names)
    before = read_before(settings.inside(settings.verify.baseline))
    verdicts: list[PhaseVerdict] = []
    stopped_by = ""
    for phase in watch(phases, "Verifying"):
        if stopped_by:
            why = f"{stopped_by} failed before it"
            verdicts.append(PhaseVerdict(phase, PhaseResult.NOT_RUN, why))
            continue
        verdict = judge(phase, execute(phase, settings.root), before.phases.get(phase.name))
        verdicts.append(verdict)
        if verdict.result is PhaseResult.FAILED and phase.fail_fast:
            stopped_by = phase.name
    return Verification(tuple(verdicts), before)


def run_before(settings: Settings, *, watch: Watch = unwatched) -> dict[str, Execution]:
    """The baseline run: every phase, whatever becomes of it.

    Raises:
        InputError: the phases cannot be used, or one has no result that later ones could be compared with.
    """
    found = {phase.name: execute(phase, settings.root) for phase in watch(chosen(settings, ()), "Running")}
    problems = [
        Problem(f"phase {name}", 0, each.failure[:1].upper() + each.failure[1:], "Repair its command first.")
        for name, each in found.items()
        if each.failure
    ]
    if problems:
        raise InputError(problems)
    return found


def chosen(settings: Settings, names: Iterable[str]) -> list[Phase]:
    """The phases of these names, in their own order; all where none is named."""
    phases = settings.verify.phases
    check_phases(phases)
    known = [phase.name for phase in phases]
    unknown = [name for name in names if name not in known]
    if unknown:
        raise InputError([_no_phase(name, known) for name in unknown])
    wanted = set(names)
    return [phase for phase in phases if not wanted or phase.name in wanted]


def _no_phase(name: str, known: list[str]) -> Problem:
    close = get_close_matches(name, known, n=1)
    remedy = f"Did you mean {close[0]}?" if close else f"The phases are {', '.join(known)}."
    return Problem(name, 0, "There is no phase of that name", remedy)


def commit_of(settings: Settings) -> str:
    """The short name of the commit that is checked out; "" without git."""
    try:
        return ask_git("rev-parse", "--short", "HEAD", folder=settings.root).decode().strip()
    except GitUnusable:
        return ""
