"""The report as one HTML page that needs nothing else: no network, no other file, no script."""

from importlib.resources import files
from xml.etree.ElementTree import Element

from migrate_engines.reporting.markup import breakable, element, head, page
from migrate_engines.reporting.progress.chart import burn_down
from migrate_engines.reporting.progress.tables import Table, failures, headline, tables
from migrate_engines.verification.progress import Met, Progress

_TITLE = "Consolidation report"
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_CLASSES = {
    Met.YES.value: "good",
    Met.NO.value: "bad",
    Met.UNKNOWN.value: "open",
    "passes": "good",
    "fails": "bad",
    "passed": "good",
    "failed": "bad",
    "not judged": "open",
    "not run": "open",
}


def render_progress_page(progress: Progress) -> str:
    """The same progress gives the same bytes."""
    main = element(
        "main",
        None,
        element("h1", None, _TITLE),
        element("p", {"class": "headline"}, f"{headline(progress)}."),
        *(_section(each, progress) for each in tables(progress)),
        _failures(failures(progress)),
    )
    style = files(__package__).joinpath("page.css").read_text(encoding="utf-8")
    return page(element("html", {"lang": "en"}, head(_TITLE, _POLICY, style), element("body", None, main)))


def _section(table: Table, progress: Progress) -> Element:
    return element(
        "section",
        {"class": table.title.lower().replace(" ", "-")},
        element("h2", None, table.title),
        element("p", {"class": "note"}, table.note.replace("`", "")) if table.note else None,
        burn_down(progress.measured) if table.title == "Burn-down" else None,
        _table(table) if table.rows else None,
    )


def _table(table: Table) -> Element:
    top = element("tr", None, *(_heading(at, each, table) for at, each in enumerate(table.headings)))
    body = [
        element("tr", None, *(_cell(at, each, table) for at, each in enumerate(row))) for row in table.rows
    ]
    whole = element("table", None, element("thead", None, top), element("tbody", None, *body))
    return element("div", {"class": "scroll", "tabindex": "0"}, whole)


def _heading(at: int, text: str, table: Table) -> Element:
    kind = {} if at < table.words else {"class": "number"}
    return element("th", {"scope": "col", **kind}, text)


def _cell(at: int, text: str, table: Table) -> Element:
    if at >= table.words:
        return element("td", {"class": "number"}, text)
    kind = _CLASSES.get(text, "")
    return breakable("td", text, {"class": kind} if kind else None)


def _failures(names: tuple[str, ...]) -> Element | None:
    if not names:
        return None
    items = [breakable("li", each) for each in names]
    title = element("h2", None, "Tests that fail or are missing")
    return element("section", {"class": "failures"}, title, element("ul", None, *items))
