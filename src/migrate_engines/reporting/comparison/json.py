"""A comparison as JSON: stable, later versions only add keys."""

import msgspec

from migrate_engines import __version__
from migrate_engines.compliance.baseline import encodable
from migrate_engines.verification.comparing.fault import ASKS, CheckResult, Compared, Fault

SCHEMA_VERSION = 1


class FaultRecord(msgspec.Struct, frozen=True):
    path: str | None
    line: int | None
    code: str
    symbol: str
    message: str
    causes: list[str]


class CheckRecord(msgspec.Struct, frozen=True):
    name: str
    asks: str
    before: int | None
    after: int | None
    new: list[FaultRecord]
    seconds: float
    not_run: str | None


class ComparisonRecord(msgspec.Struct, frozen=True):
    schema_version: int
    tool_version: str
    base: str
    passed: bool
    touched: list[str]
    reading_seconds: float
    checks: list[CheckRecord]
    notes: list[str]


def render_comparison_json(compared: Compared) -> bytes:
    record = ComparisonRecord(
        SCHEMA_VERSION,
        __version__,
        compared.base,
        compared.exit_code == 0,
        [encodable(path) for path in compared.touched],
        round(compared.reading, 2),
        [_check(each) for each in compared.results],
        [encodable(each) for each in compared.notes],
    )
    return msgspec.json.format(msgspec.json.encode(record), indent=2) + b"\n"


def _check(result: CheckResult) -> CheckRecord:
    has_run = not result.not_run
    return CheckRecord(
        result.name,
        ASKS[result.name],
        result.before if has_run else None,
        result.after if has_run else None,
        [_fault(each) for each in result.new],
        round(result.seconds, 2),
        result.not_run or None,
    )


def _fault(fault: Fault) -> FaultRecord:
    return FaultRecord(
        encodable(fault.path) or None,
        fault.line or None,
        fault.code,
        encodable(fault.symbol),
        encodable(fault.what),
        [encodable(each) for each in fault.causes],
    )
