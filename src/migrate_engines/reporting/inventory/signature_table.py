"""Constructors side by side, one column for each position."""

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from migrate_engines.inventory.inventory import Inventory
from migrate_engines.reporting.inventory.cells import parameter_text, reference, signature_rows
from migrate_engines.reporting.markup import breakable, element


def signature_table(
    inventory: Inventory, labels: Mapping[str, str], identifiers: Mapping[str, str]
) -> Element | None:
    """None where no constructor differs."""
    shape, rows = reference(inventory), list(signature_rows(inventory))
    if shape is None or not rows:
        return None
    names = [each.name for each in shape.parameters]
    headings = ("class", *(str(at + 1) for at in range(len(names))), "and", "so that")
    canonical = element(
        "tr",
        {"class": "canonical"},
        element("th", {"scope": "row"}, "canonical"),
        *(element("td", None, breakable("code", parameter_text(each))) for each in shape.parameters),
        element("td", None),
        element("td", None),
    )
    told = [
        element(
            "tr",
            None,
            element(
                "th",
                {"scope": "row"},
                breakable("a", labels[row.entry.symbol], {"href": f"#{identifiers[row.entry.symbol]}"}),
            ),
            *(_cell(cell, name) for cell, name in zip(row.cells, names, strict=True)),
            element("td", None, breakable("code", row.rest) if row.rest else None),
            element("td", None, row.differences),
        )
        for row in rows
    ]
    head = element(
        "thead", None, element("tr", None, *(element("th", {"scope": "col"}, each) for each in headings))
    )
    table = element("table", {"class": "signatures"}, head, element("tbody", None, canonical, *told))
    return element(
        "section",
        {"aria-labelledby": "signatures-title"},
        element("h2", {"id": "signatures-title"}, "Constructors that differ"),
        element("div", {"class": "scroll"}, table),
    )


def _cell(text: str, canonical: str) -> Element:
    """Marked where another parameter stands in the position."""
    is_same = text.partition("=")[0] == canonical
    return element("td", {"class": "same" if is_same else "other"}, breakable("code", text))
