"""The gates as JSON, stable from the first release: later versions only add keys."""

import msgspec

from migrate_engines import __version__
from migrate_engines.compliance.baseline import encodable
from migrate_engines.compliance.compliance import Compliance
from migrate_engines.compliance.finding import Judged, Status
from migrate_engines.model.gate import REMEDIES, RULES, Gate
from migrate_engines.reporting.compliance.cells import result

SCHEMA_VERSION = 1


class GateRecord(msgspec.Struct, frozen=True):
    code: str
    rule: str
    remedy: str
    result: str
    note: str | None
    new: int
    known: int
    suppressed: int


class FindingRecord(msgspec.Struct, frozen=True):
    code: str
    path: str
    line: int
    subject: str
    message: str
    remedy: str
    status: str
    reason: str | None


class SettledRecord(msgspec.Struct, frozen=True):
    code: str
    path: str
    subject: str
    count: int


class UnreadRecord(msgspec.Struct, frozen=True):
    path: str
    message: str


class SummaryRecord(msgspec.Struct, frozen=True):
    files_scanned: int
    files_failed: int
    new: int
    known: int
    suppressed: int


class ComplianceRecord(msgspec.Struct, frozen=True):
    schema_version: int
    tool_version: str
    summary: SummaryRecord
    gates: list[GateRecord]
    findings: list[FindingRecord]
    settled: list[SettledRecord]
    failed: list[UnreadRecord]


def render_compliance_json(compliance: Compliance) -> bytes:
    record = ComplianceRecord(
        SCHEMA_VERSION,
        __version__,
        SummaryRecord(
            compliance.files_scanned,
            len(compliance.unread),
            *(compliance.total(status) for status in Status),
        ),
        [_gate(compliance, gate) for gate in Gate],
        [_finding(each) for each in compliance.judged],
        [SettledRecord(key.code, key.path, key.subject, number) for key, number in compliance.settled],
        [UnreadRecord(encodable(each.path), encodable(each.message)) for each in compliance.unread],
    )
    return msgspec.json.format(msgspec.json.encode(record), indent=2) + b"\n"


def _gate(compliance: Compliance, gate: Gate) -> GateRecord:
    counts = compliance.counts(gate)
    return GateRecord(
        gate.value,
        RULES[gate],
        REMEDIES[gate],
        result(compliance, gate),
        dict(compliance.not_judged).get(gate),
        *(counts[status] for status in Status),
    )


def _finding(judged: Judged) -> FindingRecord:
    finding = judged.finding
    return FindingRecord(
        finding.gate.value,
        encodable(finding.location.path),
        finding.location.line,
        encodable(finding.subject),
        encodable(finding.what),
        encodable(finding.remedy),
        judged.status.value,
        encodable(judged.reason) if judged.reason else None,
    )
