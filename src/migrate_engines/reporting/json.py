"""A report as JSON, stable from the first release: later versions only add keys."""

from collections import Counter

import msgspec

from migrate_engines import __version__
from migrate_engines.model.finding import Finding, Outcome
from migrate_engines.model.proof import Proof
from migrate_engines.model.report import Mode, Report
from migrate_engines.model.result import Failed, FileResult, Rewritten, Skipped, Unchanged

SCHEMA_VERSION = 1


class SummaryRecord(msgspec.Struct, frozen=True):
    files_scanned: int
    files_matched: int
    files_rewritten: int
    files_failed: int
    fixed: int
    unsafe: int
    manual: int
    suppressed: int
    kept: int


class OverloadRecord(msgspec.Struct, frozen=True):
    rule: str
    signature: str
    answer: str
    why: str


class ArgumentRecord(msgspec.Struct, frozen=True):
    parameter: str
    text: str | None


class BoundNameRecord(msgspec.Struct, frozen=True):
    name: str
    line: int


class ProofRecord(msgspec.Struct, frozen=True):
    chain: list[str]
    bindings: list[BoundNameRecord]
    overloads: list[OverloadRecord]
    arguments: list[ArgumentRecord]
    evaluation: str | None
    notes: list[str]


class FindingRecord(msgspec.Struct, frozen=True):
    codemod: str | None
    symbol: str
    kind: str
    line: int
    column: int
    end_line: int
    end_column: int
    outcome: str
    reason: str | None
    message: str
    proof: ProofRecord
    known: bool


class FileRecord(msgspec.Struct, frozen=True):
    path: str
    result: str
    message: str | None
    findings: list[FindingRecord]


class ReportRecord(msgspec.Struct, frozen=True):
    schema_version: int
    tool_version: str
    root: str
    dry_run: bool
    run: str | None
    summary: SummaryRecord
    files: list[FileRecord]


def render_json(report: Report) -> bytes:
    """Only files with a finding or a result other than ``unchanged`` are listed."""
    record = ReportRecord(
        schema_version=SCHEMA_VERSION,
        tool_version=__version__,
        root=encodable(report.root),
        dry_run=report.mode is not Mode.APPLY,
        run=report.run,
        summary=_summary(report, report.outcomes()),
        files=[_file(result) for result in report.results if _is_listed(result)],
    )
    return msgspec.json.format(msgspec.json.encode(record), indent=2) + b"\n"


def _summary(report: Report, outcomes: Counter[Outcome]) -> SummaryRecord:
    return SummaryRecord(
        files_scanned=report.files_scanned,
        files_matched=report.files_matched,
        files_rewritten=len(report.rewritten),
        files_failed=len(report.failed),
        fixed=outcomes[Outcome.FIXED],
        unsafe=outcomes[Outcome.UNSAFE],
        manual=outcomes[Outcome.MANUAL],
        suppressed=outcomes[Outcome.SUPPRESSED],
        kept=outcomes[Outcome.KEPT],
    )


def _is_listed(result: FileResult) -> bool:
    return bool(result.findings) or not isinstance(result, Unchanged)


def _file(result: FileResult) -> FileRecord:
    name, message = _result(result)
    findings = [finding_record(finding) for finding in result.findings]
    return FileRecord(encodable(result.path), name, message and encodable(message), findings)


def _result(result: FileResult) -> tuple[str, str | None]:
    match result:
        case Rewritten():
            return "rewritten", None
        case Unchanged():
            return "unchanged", None
        case Skipped(reason=reason):
            return "skipped", reason
        case Failed(message=message):
            return "failed", message


def finding_record(finding: Finding) -> FindingRecord:
    place = finding.place
    return FindingRecord(
        codemod=finding.codemod,
        symbol=encodable(finding.symbol),
        kind=finding.kind,
        line=place.line,
        column=place.column,
        end_line=place.end_line,
        end_column=place.end_column,
        outcome=finding.outcome,
        reason=finding.reason,
        message=encodable(finding.message),
        proof=proof_record(finding.proof),
        known=finding.is_known,
    )


def proof_record(proof: Proof) -> ProofRecord:
    return ProofRecord(
        chain=[encodable(name) for name in proof.chain],
        bindings=[BoundNameRecord(encodable(each.name), each.line) for each in proof.bindings],
        overloads=[
            OverloadRecord(each.rule, each.signature, each.answer, encodable(each.why))
            for each in proof.overloads
        ],
        arguments=[
            ArgumentRecord(each.parameter, each.text and encodable(each.text)) for each in proof.arguments
        ],
        evaluation=proof.evaluation,
        notes=[encodable(note) for note in proof.notes],
    )


def encodable(text: str) -> str:
    """A file name that is no UTF-8 reaches Python as surrogates, which JSON cannot hold."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
