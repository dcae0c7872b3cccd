"""One reviewable change of a series."""

from enum import StrEnum

from msgspec import Struct

from migrate_engines.model.report import Report


class PartKind(StrEnum):
    """In the order in which they must be merged."""

    HELPERS = "helpers"
    CALLS = "calls"
    IMPORTS = "imports"
    REDIRECTS = "redirects"


class By(StrEnum):
    """What brings files into one part."""

    OWNER = "owner"
    MODULE = "module"
    CODEMOD = "codemod"
    PACKAGE = "package"


class Part(Struct, frozen=True):
    """``report`` is that of the run which made it; its name tells it from all others of a series.

    ``number`` counts the parts of one kind and group, from 1.
    """

    kind: PartKind
    group: str
    number: int
    report: Report

    @property
    def name(self) -> str:
        """``calls-acme.agents``, and ``calls-acme.agents-2`` for a second one."""
        last = (str(self.number),) if self.number > 1 else ()
        return "-".join((self.kind, *filter(None, (self.group,)), *last))

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(each.path for each in self.report.rewritten)
