"""What the gates say about a tree."""

from collections import Counter

from msgspec import Struct

from migrate_engines.compliance.baseline import Key
from migrate_engines.compliance.finding import GateFinding, Judged, Status
from migrate_engines.inventory.inventory import Unread
from migrate_engines.model.gate import Gate


class Compliance(Struct, frozen=True):
    """
    Attributes:
        judged: every finding, by gate and then by place.
        not_judged: gates that said nothing, each with why.
        settled: entries of the baseline that nothing answers to any more, with their number.
        unjudged: entries of gates that said nothing, or of files that could not be read.
        has_baseline: the baseline's file exists.
        unread: files that no gate could see into.
    """

    judged: tuple[Judged, ...]
    not_judged: tuple[tuple[Gate, str], ...]
    settled: tuple[tuple[Key, int], ...]
    unjudged: tuple[tuple[Key, int], ...]
    has_baseline: bool
    unread: tuple[Unread, ...]
    files_scanned: int

    def of(self, gate: Gate) -> tuple[Judged, ...]:
        return tuple(each for each in self.judged if each.finding.gate is gate)

    def counts(self, gate: Gate) -> Counter[Status]:
        return Counter(each.status for each in self.of(gate))

    def total(self, status: Status) -> int:
        return sum(each.status is status for each in self.judged)

    @property
    def new(self) -> tuple[GateFinding, ...]:
        return tuple(each.finding for each in self.judged if each.status is Status.NEW)

    @property
    def standing(self) -> tuple[GateFinding, ...]:
        """Everything that is not suppressed: what a baseline of today would hold."""
        return tuple(each.finding for each in self.judged if each.status is not Status.SUPPRESSED)

    @property
    def exit_code(self) -> int:
        """1 for a new finding, or a file that could not be read."""
        return int(bool(self.new or self.unread))
