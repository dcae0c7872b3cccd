"""What a gate finds."""

from enum import StrEnum

from msgspec import Struct

from migrate_engines.model.gate import REMEDIES, Gate
from migrate_engines.model.location import Location


class GateFinding(Struct, frozen=True):
    """One thing at one place that a gate does not let pass.

    Attributes:
        subject: what it is about, in words that stay when lines move; the baseline knows it by this.
        what: the sentence for people.
        advice: what to do; "" means the gate's own remedy.
        also: other codes by which a comment may suppress it, such as that of a codemod's reason.
        suppressed: the reason of the comment that has suppressed it already.
    """

    gate: Gate
    location: Location
    subject: str
    what: str
    advice: str = ""
    also: tuple[str, ...] = ()
    suppressed: str | None = None

    @property
    def remedy(self) -> str:
        return self.advice or REMEDIES[self.gate]


class Status(StrEnum):
    """NEW findings fail; KNOWN ones are in the baseline, SUPPRESSED ones have a comment with a reason."""

    NEW = "new"
    KNOWN = "known"
    SUPPRESSED = "suppressed"


class Judged(Struct, frozen=True):
    """``reason`` is that of the comment that suppresses it."""

    finding: GateFinding
    status: Status
    reason: str = ""
