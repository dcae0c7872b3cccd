"""A report as GitHub's workflow commands, which show as annotations of a pull request.

::warning file=app/worker.py,line=9,endLine=9,col=5,endColumn=13,title=manual%3A engine::Pass one.
"""

from collections.abc import Iterator

from migrate_engines.model.finding import Outcome
from migrate_engines.model.report import Report
from migrate_engines.reporting.open_findings import OpenFinding, open_findings

# GitHub shows ten of a level and step: what a person must decide comes before what runs by itself.
_LEVELS = {Outcome.MANUAL: "warning", Outcome.FIXED: "warning", Outcome.UNSAFE: "notice"}


def render_github(report: Report, prefix: str = "") -> str:
    """Failures, then findings by outcome; suppressed ones and those in the baseline are left out."""
    found = list(open_findings(report, prefix))
    lines = [
        *(_command("error", f"{prefix}{each.path}", "failed", each.message) for each in report.failed),
        *(line for outcome in _LEVELS for line in _annotations(found, outcome)),
    ]
    return "".join(f"{line}\n" for line in lines)


def _annotations(found: list[OpenFinding], outcome: Outcome) -> Iterator[str]:
    for each in found:
        if each.finding.outcome is outcome and not each.finding.is_known:
            title = f"{each.state}: {each.rule}"
            yield _command(_LEVELS[outcome], each.path, title, each.finding.message, _place(each))


def _place(each: OpenFinding) -> str:
    """Columns only within one line: GitHub refuses them for more."""
    place = each.place
    lines = f",line={place.line},endLine={place.end_line}"
    if place.line != place.end_line or place.column == place.end_column:
        return lines
    return f"{lines},col={place.column},endColumn={place.end_column}"


def _command(level: str, path: str, title: str, message: str, place: str = "") -> str:
    return f"::{level} file={_property(path)}{place},title={_property(title)}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
