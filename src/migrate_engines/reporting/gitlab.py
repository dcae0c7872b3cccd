"""A report as GitLab's code quality artifact: a JSON array of issues."""

import msgspec

from migrate_engines.model.finding import Outcome
from migrate_engines.model.report import Report
from migrate_engines.model.result import Failed
from migrate_engines.reporting.json import encodable
from migrate_engines.reporting.open_findings import OpenFinding, open_findings

_SEVERITIES = {Outcome.MANUAL: "major", Outcome.FIXED: "minor", Outcome.UNSAFE: "minor"}


class Lines(msgspec.Struct, frozen=True):
    begin: int
    end: int


class Location(msgspec.Struct, frozen=True):
    path: str
    lines: Lines


class Issue(msgspec.Struct, frozen=True):
    description: str
    check_name: str
    fingerprint: str
    severity: str
    location: Location


def render_gitlab(report: Report, prefix: str = "") -> bytes:
    """Failures, then findings; suppressed ones are left out. Every fingerprint stands once."""
    found = [each for each in open_findings(report, prefix) if each.finding.outcome in _SEVERITIES]
    issues = [*(_failure(each, prefix) for each in report.failed), *map(_issue, found)]
    return msgspec.json.format(msgspec.json.encode(issues), indent=2) + b"\n"


def _failure(failed: Failed, prefix: str) -> Issue:
    path = encodable(f"{prefix}{failed.path}")
    return Issue(
        encodable(failed.message), "failed", f"failed:{path}", "blocker", Location(path, Lines(1, 1))
    )


def _issue(each: OpenFinding) -> Issue:
    finding, place = each.finding, each.place
    where = Location(encodable(each.path), Lines(place.line, place.end_line))
    told = encodable(f"{each.state}: {finding.message}")
    return Issue(told, each.rule, each.fingerprint, _SEVERITIES[finding.outcome], where)
