"""The inventory as a Markdown document."""

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
from migrate_engines.reporting.markdown_text import code, codes, plain, table

_MOST = 20  # more files than a reader would look at; the JSON has them all


def render_inventory_markdown(inventory: Inventory) -> str:
    """Names that were asked for, a summary table, and a section for each implementation."""
    labels = short_labels(inventory.entries)
    blocks = [
        "# Competing implementations",
        plain(heading(inventory)),
        plain(canonical_line(inventory)),
        *_names(inventory.explanations),
        "## Summary",
        _summary(inventory, labels),
        *_signatures(inventory, labels),
        *(block for group, entries in inventory.groups() for block in _group(group, entries, labels)),
        *_rest(inventory),
    ]
    return "\n\n".join(blocks) + "\n"


def _names(explanations: Sequence[Explanation]) -> Iterator[str]:
    if explanations:
        yield "## Names"
        yield "\n".join(
            f"- {code(each.name)}\n"
            + "\n".join(
                f"  - **{meaning.kind}**: {plain(meaning.text)}"
                + (f": {codes(list(map(str, meaning.locations[:_MOST])))}" if meaning.locations else "")
                for meaning in each.meanings
            )
            for each in explanations
        )


def _summary(inventory: Inventory, labels: Mapping[str, str]) -> str:
    rows = [
        (str(group), code(labels[entry.symbol]), *map(plain, summary_cells(entry)))
        for group, entries in inventory.groups()
        for entry in entries
    ]
    return f"{table(('group', *SUMMARY), rows)}\n\n{plain(LEGEND)}"


def _signatures(inventory: Inventory, labels: Mapping[str, str]) -> Iterator[str]:
    shape, rows = reference(inventory), list(signature_rows(inventory))
    if shape is None or not rows:
        return
    columns = range(len(shape.parameters))
    canonical = ("**canonical**", *(code(parameter_text(each)) for each in shape.parameters), "", "")
    told = [
        (code(labels[row.entry.symbol]), *map(code, row.cells), code(row.rest), plain(row.differences))
        for row in rows
    ]
    yield "## Constructors that differ"
    yield table(("class", *(str(at + 1) for at in columns), "and", "so that"), [canonical, *told])


def _group(group: Group, entries: Sequence[Entry], labels: Mapping[str, str]) -> Iterator[str]:
    yield f"## {GROUP_TITLES[group].capitalize()}"
    for entry in entries:
        yield f"### {code(labels[entry.symbol])}"
        yield "\n".join(f"- {line}" for line in _lines(entry))


def _lines(entry: Entry) -> Iterator[str]:
    yield f"{code(entry.symbol)}, {code(place(entry))}"
    yield from (f"{entry.group}: {plain(each)}" for each in entry.evidence)
    if entry.signature is not None:
        yield f"takes {code(str(entry.signature))}"
    for change in MethodChange:
        if found := entry.changes(change):
            yield f"methods, {change}: {', '.join(_method(each.method, each.text) for each in found)}"
    yield from (f"state, {code(str(each.location))}: {plain(state_text(each))}" for each in entry.state)
    if entry.facts and entry.facts.emissions:
        sent = dict.fromkeys(f"{each.receiver}.{each.called}" for each in entry.facts.emissions)
        yield f"sends: {codes(list(sent))}"
    for symbol, number in entry.duplication.partners:
        yield f"{number} statements are repeated in {code(symbol)}"
    if entry.aliases:
        yield f"also known as {codes(entry.aliases)}"
    for area in Area:
        yield from _used(entry, area)
    if entry.change:
        yield f"last change {entry.change.date}, {code(entry.change.commit)}: {plain(entry.change.subject)}"


def _method(name: str, text: str) -> str:
    return code(name) if name in text else f"{code(name)} ({plain(text)})"


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
    return codes(texts[:_MOST]) + more


def _rest(inventory: Inventory) -> Iterator[str]:
    if inventory.makers:
        rows = [
            (
                code(each.symbol),
                code(str(each.location)),
                "async" if each.is_async else "",
                plain(each.evidence),
            )
            for each in inventory.makers
        ]
        yield "## Functions that hand them out"
        yield table(("function", "place", "", "what it does"), rows)
    if inventory.unread:
        yield "## Files that could not be read"
        yield "\n".join(f"- {code(each.path)}: {plain(each.message)}" for each in inventory.unread)
