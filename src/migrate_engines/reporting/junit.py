"""A report as JUnit XML: a suite for each file with a use, a test case for each use.

Pending uses are failures, unsafe ones and those in the baseline are skipped, a file that could not be
processed is an error.
"""

from collections.abc import Sequence
from itertools import groupby
from xml.etree.ElementTree import Element, indent, tostring

from migrate_engines.model.finding import Outcome
from migrate_engines.model.report import Report
from migrate_engines.model.result import Failed
from migrate_engines.reporting.markup import element
from migrate_engines.reporting.open_findings import OpenFinding, open_findings

_TAGS = {
    Outcome.FIXED: "failure",
    Outcome.MANUAL: "failure",
    Outcome.UNSAFE: "skipped",
    Outcome.SUPPRESSED: "skipped",
}


def render_junit(report: Report, prefix: str = "") -> bytes:
    """Without a finding there is one test case, which passes: no test at all looks like a broken run."""
    suites = [_broken(each, prefix) for each in report.failed]
    for path, found in groupby(open_findings(report, prefix), lambda each: each.path):
        suites.append(_suite(path, [_case(each) for each in found]))
    if not suites:
        told = {"name": "no use of a retired symbol", "classname": "migrate-engines"}
        suites.append(_suite("migrate-engines", [element("testcase", told)]))
    root = element("testsuites", {"name": "migrate-engines", **_counts(suites)}, *suites)
    indent(root)
    document: str = tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{document}\n'.encode()


def _suite(name: str, cases: Sequence[Element]) -> Element:
    return element("testsuite", {"name": name, **_counts(cases)}, *cases)


def _counts(parts: Sequence[Element]) -> dict[str, str]:
    """``errors`` and ``failures`` below these elements."""
    cases = [case for part in parts for case in part.iter("testcase")]
    tags = [child.tag for case in cases for child in case]
    return {
        "tests": str(len(cases)),
        "failures": str(tags.count("failure")),
        "errors": str(tags.count("error")),
    }


def _broken(failed: Failed, prefix: str) -> Element:
    path = f"{prefix}{failed.path}"
    error = element("error", {"type": "failed", "message": failed.message}, f"{path}: {failed.message}")
    return _suite(path, [element("testcase", {"name": "is processed", "classname": path}, error)])


def _case(each: OpenFinding) -> Element:
    finding, place = each.finding, each.place
    where = f"{place.line}:{place.column}"
    told = {"type": f"{each.state} {each.rule}", "message": finding.message}
    tag = "skipped" if finding.is_known else _TAGS[finding.outcome]
    body = element(tag, told, f"{each.path}:{where}: {finding.message}")
    name = f"{finding.symbol} at {where}"
    return element("testcase", {"name": name, "classname": each.path}, body)
