"""The inventory as one HTML page that needs nothing else: no network, no other file."""

from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from xml.etree.ElementTree import Element

from migrate_engines.inventory.entry import Entry, Group
from migrate_engines.inventory.inventory import Inventory
from migrate_engines.inventory.relation import RelationKind
from migrate_engines.reporting.inventory.cells import (
    GROUP_TITLES,
    LEGEND,
    SUMMARY,
    canonical_line,
    heading,
    place,
    summary_cells,
)
from migrate_engines.reporting.inventory.details import details, explanation_list, rest
from migrate_engines.reporting.inventory.graph import Drawing, drawing_of, isolated, narrow_graph, wide_graph
from migrate_engines.reporting.inventory.labels import short_labels
from migrate_engines.reporting.inventory.signature_table import signature_table
from migrate_engines.reporting.markup import breakable, element, head, page

_TITLE = "Competing implementations"
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
_RELATIONS = {
    RelationKind.REDIRECTS: "is another name of",
    RelationKind.DERIVES: "derives from",
    RelationKind.DELEGATES: "delegates to",
    RelationKind.CONSTRUCTS: "constructs",
    RelationKind.REFERS: "imports or names",
}


def render_inventory_page(inventory: Inventory) -> str:
    """The same inventory gives the same bytes."""
    labels = short_labels(inventory.entries)
    identifiers = {entry.symbol: f"e{at}" for at, entry in enumerate(inventory.entries, 1)}
    drawing = drawing_of(inventory.entries, inventory.relations, labels, identifiers)
    main = element(
        "main",
        None,
        element("h1", None, _TITLE),
        element("p", None, heading(inventory)),
        element("p", {"class": "canonical"}, canonical_line(inventory)),
        explanation_list(inventory.explanations),
        _graph_section(inventory, drawing, labels, identifiers),
        _summary(inventory, labels, identifiers),
        signature_table(inventory, labels, identifiers),
        *_groups(inventory, labels, identifiers),
        *rest(inventory),
    )
    return page(
        element(
            "html",
            {"lang": "en"},
            head(_TITLE, _POLICY, _asset("page.css")),
            element("body", None, main, _script()),
        )
    )


def _script() -> Element:
    return element("script", None, _asset("page.js"))


def _asset(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _graph_section(
    inventory: Inventory, drawing: Drawing, labels: Mapping[str, str], identifiers: Mapping[str, str]
) -> Element | None:
    if not drawing.entries:
        return None
    left_out = [labels[entry.symbol] for entry in isolated(inventory.entries, drawing)]
    note = (
        f"Without a relation to another, and only in the tables: {', '.join(left_out)}." if left_out else None
    )
    return element(
        "section",
        {"aria-labelledby": "graph-title"},
        element("h2", {"id": "graph-title"}, "Who depends on whom"),
        element(
            "p",
            {"class": "hint"},
            "Choose a box to see what it depends on and what depends on it (click or tap, or Tab and Enter; "
            "Escape lets go).",
        ),
        _filters(drawing),
        _legend(),
        element("div", {"class": "panel", "id": "panel", "aria-live": "polite", "hidden": "hidden"}),
        element("div", {"class": "scroll", "tabindex": "-1"}, wide_graph(drawing), narrow_graph(drawing)),
        element("p", {"class": "hint"}, note) if note else None,
        _relations(inventory, labels, identifiers),
    )


def _filters(drawing: Drawing) -> Element:
    counted = {group: sum(entry.group is group for entry in drawing.entries) for group in Group}
    boxes = [
        element(
            "label",
            {"class": f"chip {group}"},
            element("input", {"type": "checkbox", "checked": "checked", "value": group}),
            f" {group} ({number})",
        )
        for group, number in counted.items()
        if number
    ]
    return element("fieldset", {"class": "filters"}, element("legend", None, "Groups shown"), *boxes)


def _legend() -> Element:
    lines = [
        element("li", None, element("span", {"class": f"line {kind}"}), f" {told}")
        for kind, told in _RELATIONS.items()
    ]
    return element("ul", {"class": "legend", "aria-label": "What the lines mean"}, *lines)


def _relations(inventory: Inventory, labels: Mapping[str, str], identifiers: Mapping[str, str]) -> Element:
    """The graph in words: what the panel shows, and what a reader without scripts has."""
    lines = [
        element(
            "li",
            {"data-from": identifiers[each.source], "data-to": identifiers[each.target]},
            element("a", {"href": f"#{identifiers[each.source]}"}, labels[each.source]),
            f" {_RELATIONS[each.kind]} ",
            element("a", {"href": f"#{identifiers[each.target]}"}, labels[each.target]),
            element("span", {"class": "place"}, f" {each.location}"),
        )
        for each in inventory.relations
    ]
    summary = element("summary", None, f"The same as a list: {len(lines)} relations")
    return element("details", {"class": "relations"}, summary, element("ul", None, *lines))


def _summary(inventory: Inventory, labels: Mapping[str, str], identifiers: Mapping[str, str]) -> Element:
    head = element("tr", None, *(element("th", {"scope": "col"}, each) for each in ("group", *SUMMARY)))
    rows = [
        element(
            "tr",
            {"class": group},
            element("td", None, group),
            element("th", {"scope": "row"}, _link(entry, labels, identifiers)),
            *(element("td", None, cell) for cell in summary_cells(entry)),
        )
        for group, entries in inventory.groups()
        for entry in entries
    ]
    body = element("table", {"class": "summary"}, element("thead", None, head), element("tbody", None, *rows))
    return element(
        "section",
        {"aria-labelledby": "summary-title"},
        element("h2", {"id": "summary-title"}, "Summary"),
        element("div", {"class": "scroll"}, body),
        element("p", {"class": "hint"}, LEGEND),
    )


def _link(entry: Entry, labels: Mapping[str, str], identifiers: Mapping[str, str]) -> Element:
    return breakable("a", labels[entry.symbol], {"href": f"#{identifiers[entry.symbol]}"})


def _groups(
    inventory: Inventory, labels: Mapping[str, str], identifiers: Mapping[str, str]
) -> Iterator[Element]:
    for group, entries in inventory.groups():
        yield element(
            "section",
            {"class": "group"},
            element("h2", None, GROUP_TITLES[group].capitalize()),
            *_cards(entries, labels, identifiers),
        )


def _cards(
    entries: Sequence[Entry], labels: Mapping[str, str], identifiers: Mapping[str, str]
) -> Iterator[Element]:
    for entry in entries:
        yield element(
            "article",
            {"class": f"card {entry.group}", "id": identifiers[entry.symbol]},
            breakable("h3", labels[entry.symbol]),
            element("p", {"class": "place"}, f"{entry.symbol}, {place(entry)}"),
            element("ul", {"class": "evidence"}, *(element("li", None, each) for each in entry.evidence)),
            *details(entry, identifiers),
        )
