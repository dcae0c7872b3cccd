"""The old and the new text of a file beside each other."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from xml.etree.ElementTree import Element

from migrate_engines.reporting.markup import element

_CONTEXT = 3


def side_by_side(before: bytes | None, after: bytes) -> Element:
    """A table of the changed lines with three around them; each row says whether it is changed."""
    old, new = ((data or b"").decode("utf-8", "replace").splitlines() for data in (before, after))
    groups = SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(_CONTEXT)
    rows = [row for at, group in enumerate(groups) for row in _group(at, group, old, new)]
    body = element("tbody", None, *rows)
    top = element(
        "tr",
        None,
        *(element("th", {"scope": "col", "colspan": "2"}, text) for text in ("before", "after")),
    )
    widths = [element("col", {"class": kind}) for kind in ("number", "text") * 2]
    columns = element("colgroup", None, *widths)
    table = element("table", {"class": "diff"}, columns, element("thead", None, top), body)
    return element("div", {"class": "scroll", "tabindex": "0"}, table)


def _group(
    at: int, group: Sequence[tuple[str, int, int, int, int]], old: Sequence[str], new: Sequence[str]
) -> Iterator[Element]:
    if at:
        yield element("tr", {"class": "gap"}, element("td", {"colspan": "4"}, "..."))
    for what, a, b, c, d in group:
        for left, right in zip_longest(range(a, b), range(c, d)):
            kind = "same" if what == "equal" else "changed"
            yield element("tr", {"class": kind}, *_cells(left, old, "old"), *_cells(right, new, "new"))


def _cells(at: int | None, lines: Sequence[str], side: str) -> tuple[Element, Element]:
    if at is None:
        return element("td", {"class": f"number {side} empty"}), element("td", {"class": f"{side} empty"})
    number = element("td", {"class": f"number {side}"}, str(at + 1))
    return number, element("td", {"class": side}, element("code", None, lines[at]))
