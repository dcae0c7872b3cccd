"""Findings of a run that the baseline of the gates knows."""

from collections.abc import Iterator

from msgspec.structs import replace

from migrate_engines.compliance.baseline import read_baseline
from migrate_engines.compliance.texts import Texts
from migrate_engines.compliance.uses import use_finding
from migrate_engines.model.finding import Finding, Outcome
from migrate_engines.model.report import Report
from migrate_engines.model.result import FileResult
from migrate_engines.settings import Settings

_PENDING = (Outcome.UNSAFE, Outcome.MANUAL)


def with_known(report: Report, settings: Settings) -> Report:
    """The report of a run that wrote nothing, with the findings marked that are known.

    Raises:
        InputError: the baseline's file cannot be used.
    """
    baseline = read_baseline(settings.inside(settings.compliance.baseline))
    pending = [(path, each) for path, each in report.findings() if each.outcome in _PENDING]
    if not baseline.is_there or not pending:
        return report
    texts = Texts(settings)
    known, _ = baseline.split([use_finding(path, each, texts) for path, each in pending])
    answers = iter(known)
    return replace(report, results=tuple(_marked(result, answers) for result in report.results))


def _marked(result: FileResult, answers: Iterator[bool]) -> FileResult:
    """The findings in the order in which they were asked about."""
    return replace(result, findings=tuple(_mark(each, answers) for each in result.findings))


def _mark(finding: Finding, answers: Iterator[bool]) -> Finding:
    is_known = finding.outcome in _PENDING and next(answers)
    return replace(finding, is_known=True) if is_known else finding
