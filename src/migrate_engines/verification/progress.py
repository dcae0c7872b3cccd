"""How far the consolidation is: tests, phases, gates over time, and the criteria of success."""

from collections.abc import Iterator, Sequence
from enum import StrEnum

from msgspec import Struct

from migrate_engines.compliance.check import judge_ground, open_ground
from migrate_engines.compliance.compliance import Compliance
from migrate_engines.compliance.finding import Status
from migrate_engines.inventory.wording import count
from migrate_engines.model.gate import Gate
from migrate_engines.model.rule import Codemod
from migrate_engines.running.run import Watch, unwatched
from migrate_engines.settings import Settings
from migrate_engines.tree.listing import list_files
from migrate_engines.verification.discovery import Discovery, discover
from migrate_engines.verification.history import Line, Measured, Verified, measured
from migrate_engines.verification.verify import commit_of


class Met(StrEnum):
    """UNKNOWN: nothing was measured, so nothing is met."""

    YES = "met"
    NO = "not met"
    UNKNOWN = "unknown"


class Criterion(Struct, frozen=True):
    """What has to hold in the end; ``told`` says what is measured."""

    name: str
    met: Met
    told: str


class Progress(Struct, frozen=True):
    """
    Attributes:
        measured: every measurement of the gates, the oldest first, that of now last.
        verified: the last verification, None where there was none.
    """

    compliance: Compliance
    discovery: Discovery
    measured: tuple[Measured, ...]
    verified: Verified | None
    criteria: tuple[Criterion, ...]


def take_progress(
    settings: Settings, codemods: Sequence[Codemod], history: Sequence[Line], *, watch: Watch = unwatched
) -> Progress:
    """Measure the tree as it is now; the phases are not run again.

    Raises:
        InputError: see ``check_compliance``.
    """
    paths = list_files(settings)
    ground = open_ground(settings, codemods, paths, watch)
    compliance = judge_ground(settings, ground, paths)
    now = measured(compliance, commit_of(settings))
    earlier = tuple(each for each in history if isinstance(each, Measured))
    verified = next((each for each in reversed(history) if isinstance(each, Verified)), None)
    criteria = (*_phases(settings, verified), *_gates(compliance), *_reading(compliance))
    return Progress(compliance, discover(ground, compliance), (*earlier, now), verified, criteria)


def _phases(settings: Settings, verified: Verified | None) -> Iterator[Criterion]:
    results = {each.name: each for each in verified.phases} if verified else {}
    for phase in settings.verify.phases:
        name = f"phase {phase.name}: {phase.threshold:g} %"
        found = results.get(phase.name)
        if found is None:
            yield Criterion(name, Met.UNKNOWN, "it has not been run: `migrate-engines verify`")
        else:
            told = found.why or f"{found.share:g} % passed"
            yield Criterion(name, Met.YES if found.result == "passed" else Met.NO, told)


def _gates(compliance: Compliance) -> Iterator[Criterion]:
    """Known findings are debt: a criterion is met when none of either kind is left."""
    idle = dict(compliance.not_judged)
    for gate in Gate:
        counts = compliance.counts(gate)
        left = counts[Status.NEW] + counts[Status.KNOWN]
        if gate in idle:
            yield Criterion(f"gate {gate}", Met.UNKNOWN, idle[gate])
        else:
            told = f"{count(left, 'finding')} left" if left else "nothing left"
            if counts[Status.SUPPRESSED]:
                told += f", {counts[Status.SUPPRESSED]} suppressed with a reason"
            yield Criterion(f"gate {gate}", Met.NO if left else Met.YES, told)


def _reading(compliance: Compliance) -> Iterator[Criterion]:
    unread = len(compliance.unread)
    told = f"{count(unread, 'file')} could not be read" if unread else "all of them"
    yield Criterion("every file can be read", Met.NO if unread else Met.YES, told)
