"""The report of a run as one HTML page that needs nothing else: no network, no other file."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from importlib.resources import files
from xml.etree.ElementTree import Element

from migrate_engines.model.finding import Finding, Outcome
from migrate_engines.model.report import Mode, Report
from migrate_engines.model.result import Failed, FileResult, Rewritten, Skipped, Unchanged
from migrate_engines.reporting.markup import breakable, element, head, page
from migrate_engines.reporting.progress.chart import burn_down
from migrate_engines.reporting.run_page.side_by_side import side_by_side
from migrate_engines.reporting.text import render_total
from migrate_engines.verification.history import Measured

_TITLE = "Migration"
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
_NONE = "none"
OwnerOf = Callable[[str], str]


def render_run_page(
    report: Report, measured: Sequence[Measured] = (), owner_of: OwnerOf | None = None
) -> str:
    """Files with their findings and diffs, to be filtered; the same report gives the same bytes.

    ``measured`` draws the burn-down; ``owner_of`` names the owners of a path below the root.
    """
    shown = [each for each in report.results if each.findings or not isinstance(each, Unchanged)]
    main = element(
        "main",
        None,
        element("h1", None, _TITLE),
        element("p", {"class": "total"}, f"{render_total(report)}."),
        _burn_down(measured),
        _filters(report, owner_of),
        element("p", {"id": "shown", "aria-live": "polite"}),
        *(_file(each, report.mode, owner_of) for each in shown),
    )
    script = element("script", None, _asset("page.js"))
    body = element("body", None, main, script)
    return page(element("html", {"lang": "en"}, head(_TITLE, _POLICY, _asset("page.css")), body))


def _asset(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _burn_down(measured: Sequence[Measured]) -> Element | None:
    if not measured:
        return None
    return element("section", None, element("h2", None, "Burn-down"), burn_down(measured))


def _filters(report: Report, owner_of: OwnerOf | None) -> Element:
    found = list(report.findings())
    values: dict[str, Counter[str]] = {
        "codemod": Counter(each.codemod or _NONE for _, each in found),
        "outcome": Counter(str(each.outcome) for _, each in found),
        "reason": Counter(_reason(each) for _, each in found),
    }
    if owner_of is not None:
        values["owner"] = Counter(owner_of(path) for path, _ in found)
    return element(
        "form",
        {"class": "filters", "aria-label": "Filters"},
        *(_choice(name, counted) for name, counted in values.items()),
        element("label", None, "path", element("input", {"name": "path", "type": "search"})),
        element("button", {"type": "reset"}, "All"),
    )


def _choice(name: str, counted: Counter[str]) -> Element:
    options = [element("option", {"value": ""}, "all")]
    options += [element("option", {"value": each}, f"{each} ({counted[each]})") for each in sorted(counted)]
    return element("label", None, name, element("select", {"name": name}, *options))


def _reason(finding: Finding) -> str:
    return (finding.reason or _NONE).partition(":")[0]


def _file(result: FileResult, mode: Mode, owner_of: OwnerOf | None) -> Element:
    told = {"class": "file", "data-path": result.path}
    owner = owner_of(result.path) if owner_of is not None else ""
    if owner:
        told["data-owner"] = owner
    counts = Counter(each.outcome for each in result.findings)
    summary = element(
        "summary",
        None,
        breakable("span", result.path, {"class": "path"}),
        *(_tag(each, f"{counts[each]} {each}") for each in Outcome if counts[each]),
        *(element("span", {"class": "tag file-state"}, text) for text in _states(result, mode)),
        element("span", {"class": "owner"}, owner) if owner else None,
    )
    return element("details", told, summary, _message(result), _findings(result), _diff(result))


def _tag(outcome: Outcome, text: str) -> Element:
    return element("span", {"class": f"tag {outcome}"}, text)


def _states(result: FileResult, mode: Mode) -> Iterator[str]:
    if isinstance(result, Rewritten):
        verb = "new" if result.before is None else "rewritten"
        yield verb if mode is Mode.APPLY else f"would be {verb}"
    if isinstance(result, Failed):
        yield "failed"
    if isinstance(result, Skipped):
        yield "skipped"


def _message(result: FileResult) -> Element | None:
    match result:
        case Failed(message=text) | Skipped(reason=text):
            return element("p", {"class": "message"}, text)
    return None


def _findings(result: FileResult) -> Element | None:
    if not result.findings:
        return None
    return element("ul", {"class": "findings"}, *(_finding(each) for each in result.findings))


def _finding(finding: Finding) -> Element:
    told = {
        "data-codemod": finding.codemod or _NONE,
        "data-outcome": finding.outcome,
        "data-reason": _reason(finding),
    }
    return element(
        "li",
        told,
        _tag(finding.outcome, finding.outcome),
        element("span", {"class": "line"}, f"line {finding.place.line}"),
        breakable("code", finding.symbol),
        element("span", {"class": "rule"}, " ".join(filter(None, (finding.codemod, finding.reason)))),
        element("span", {"class": "told"}, finding.message),
        element("span", {"class": "known"}, " (in the baseline)") if finding.is_known else None,
    )


def _diff(result: FileResult) -> Element | None:
    return side_by_side(result.before, result.after) if isinstance(result, Rewritten) else None
