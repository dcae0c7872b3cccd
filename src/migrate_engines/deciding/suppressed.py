"""Findings that a comment on their line accepts."""

from msgspec.structs import replace

from migrate_engines.deciding.calls import Verdict
from migrate_engines.model.finding import Finding, Outcome
from migrate_engines.model.gate import Gate
from migrate_engines.tree.source import SourceFile
from migrate_engines.tree.suppressions import suppressions_of

_PENDING = (Outcome.FIXED, Outcome.UNSAFE, Outcome.MANUAL)


def suppression(source: SourceFile, line: int, reason: str | None) -> str | None:
    """The reason of the comment that accepts a use on this line, by its reason's code or as legacy use."""
    code = (reason or "").partition(":")[0]
    found = suppressions_of(source).of(line, Gate.LEGACY_USE, code)
    return found.reason if found else None


def suppressed_verdict(source: SourceFile, line: int, verdict: Verdict) -> Verdict:
    """The verdict; a suppressed use stays as it is."""
    accepted = suppression(source, line, verdict.reason) if verdict.outcome in _PENDING else None
    if accepted is None:
        return verdict
    return Verdict(Outcome.SUPPRESSED, accepted, verdict.codemod, verdict.reason, verdict.proof)


def suppressed_finding(source: SourceFile, finding: Finding) -> Finding:
    """The finding; one that a person would have to settle, and has accepted, is suppressed."""
    if finding.outcome is not Outcome.MANUAL:
        return finding
    accepted = suppression(source, finding.place.line, finding.reason)
    return replace(finding, outcome=Outcome.SUPPRESSED, message=accepted) if accepted else finding
