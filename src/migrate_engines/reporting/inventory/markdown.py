"""The inventory as a Markdown document."""

import re
from collections.abc import Iterator, Mapping, Sequence

from migrate_engines.inventory.area import Area
from migrate_engines.inventory.entry import Entry, EntryKind, Group, MethodChange
from migrate_engines.inventory.explanation import Explanation
from migrate_engines.inventory.inventory import Inventory
from migrate_engines.reporting.inventory.cells import (
    GROUP_TITLES,
    LEGEND,
    SUMMARY,
    canonical_line,
    heading,
    parameter_text,
    place,
    reference,
    signature_rows,
    state_text,
    summary_cells,
)
from migrate_engines.reporting.inventory.labels import short_labels

_MARKUP = re.compile(r"([\\`*_{}\[\]<>()#+!~&-])")
_MOST = 20  # more files than a reader would look at; the JSON has them all


def render_inventory_markdown(inventory: Inventory) -> str:
    """Names that were asked for, a summary table, and a section for each implementation."""
    labels = short_labels(inventory.entries)
    blocks = [
        "# Competing implementations",
        _plain(heading(inventory)),
        _plain(canonical_line(inventory)),
        *_names(inventory.explanations),
        "## Summary",
        _summary(inventory, labels),
        *_signatures(inventory, labels),
        *(block for group, entries in inventory.groups() for block in _group(group, entries, labels)),
        *_rest(inventory),
    ]
    return "\n\n".join(blocks) + "\n"


def _plain(text: str) -> str:
    """Text whose characters mean nothing but themselves."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def _code(text: str) -> str:
    """A code span, whatever it holds."""
    text = " ".join(text.split())
    fence = "`" * (1 + max(map(len, re.findall(r"`+", text)), default=0))
    gap = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{gap}{text}{gap}{fence}" if text else ""


def _codes(texts: Sequence[str]) -> str:
    return ", ".join(map(_code, texts))


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A pipe would end a cell, even in a code span."""
    cells = [[cell.replace("|", "\\|") or " " for cell in row] for row in rows]
    lines = [headings, ["---"] * len(headings), *cells]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _names(explanations: Sequence[Explanation]) -> Iterator[str]:
    if explanations:
        yield "## Names"
        yield "\n".join(
            f"- {_code(each.name)}\n"
            + "\n".join(
                f"  - **{meaning.kind}**: {_plain(meaning.text)}"
                + (f": {_codes(list(map(str, meaning.locations[:_MOST])))}" if meaning.locations else "")
                for meaning in each.meanings
            )
            for each in explanations
        )


def _summary(inventory: Inventory, labels: Mapping[str, str]) -> str:
    rows = [
        (str(group), _code(labels[entry.symbol]), *map(_plain, summary_cells(entry)))
        for group, entries in inventory.groups()
        for entry in entries
    ]
    return f"{_table(('group', *SUMMARY), rows)}\n\n{_plain(LEGEND)}"


def _signatures(inventory: Inventory, labels: Mapping[str, str]) -> Iterator[str]:
    shape, rows = reference(inventory), list(signature_rows(inventory))
    if shape is None or not rows:
        return
    columns = range(len(shape.parameters))
    canonical = ("**canonical**", *(_code(parameter_text(each)) for each in shape.parameters), "", "")
    told = [
        (_code(labels[row.entry.symbol]), *map(_code, row.cells), _code(row.rest), _plain(row.differences))
        for row in rows
    ]
    yield "## Constructors that differ"
    yield _table(("class", *(str(at + 1) for at in columns), "and", "so that"), [canonical, *told])


def _group(group: Group, entries: Sequence[Entry], labels: Mapping[str, str]) -> Iterator[str]:
    yield f"## {GROUP_TITLES[group].capitalize()}"
    for entry in entries:
        yield f"### {_code(labels[entry.symbol])}"
        yield "\n".join(f"- {line}" for line in _lines(entry))


def _lines(entry: Entry) -> Iterator[str]:
    yield f"{_code(entry.symbol)}, {_code(place(entry))}"
    yield from (f"{entry.group}: {_plain(each)}" for each in entry.evidence)
    if entry.signature is not None:
        yield f"takes {_code(str(entry.signature))}"
    for change in MethodChange:
        if found := entry.changes(change):
            yield f"methods, {change}: {', '.join(_method(each.method, each.text) for each in found)}"
    yield from (f"state, {_code(str(each.location))}: {_plain(state_text(each))}" for each in entry.state)
    if entry.facts and entry.facts.emissions:
        sent = dict.fromkeys(f"{each.receiver}.{each.called}" for each in entry.facts.emissions)
        yield f"sends: {_codes(list(sent))}"
    for symbol, number in entry.duplication.partners:
        yield f"{number} statements are repeated in {_code(symbol)}"
    if entry.aliases:
        yield f"also known as {_codes(entry.aliases)}"
    for area in Area:
        yield from _used(entry, area)
    if entry.change:
        yield f"last change {entry.change.date}, {_code(entry.change.commit)}: {_plain(entry.change.subject)}"


def _method(name: str, text: str) -> str:
    return _code(name) if name in text else f"{_code(name)} ({_plain(text)})"


def _used(entry: Entry, area: Area) -> Iterator[str]:
    importers, calls = entry.usage.importers(area), entry.usage.calls(area)
    if importers:
        yield f"imported by {len(importers)} files in {area}: {_some(importers)}"
    if calls:
        yield f"called {len(calls)} times in {area}: {_some([str(each) for each in calls])}"
    if entry.kind is EntryKind.PHANTOM and (mentions := entry.usage.mentions(area)):
        yield f"named by {len(mentions)} strings in {area}: {_some([str(each) for each in mentions])}"


def _some(texts: Sequence[str]) -> str:
    more = f" and {len(texts) - _MOST} more" if len(texts) > _MOST else ""
    return _codes(texts[:_MOST]) + more


def _rest(inventory: Inventory) -> Iterator[str]:
    if inventory.makers:
        rows = [
            (
                _code(each.symbol),
                _code(str(each.location)),
                "async" if each.is_async else "",
                _plain(each.evidence),
            )
            for each in inventory.makers
        ]
        yield "## Functions that hand them out"
        yield _table(("function", "place", "", "what it does"), rows)
    if inventory.unread:
        yield "## Files that could not be read"
        yield "\n".join(f"- {_code(each.path)}: {_plain(each.message)}" for each in inventory.unread)
