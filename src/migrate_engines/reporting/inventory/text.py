"""The inventory for people, in 100 columns."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence

from migrate_engines.facts.delegation import Forward
from migrate_engines.inventory.area import Area
from migrate_engines.inventory.entry import Entry, EntryKind, Group, MethodChange
from migrate_engines.inventory.explanation import Explanation
from migrate_engines.inventory.inventory import Inventory
from migrate_engines.model.location import Location
from migrate_engines.reporting.inventory.cells import (
    LEGEND,
    NOTHING,
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
from migrate_engines.reporting.inventory.table import table

WIDTH = 100
_NAME_WIDTH = 36


def render_inventory_text(inventory: Inventory, *, verbose: bool = False) -> str:
    """Names that were asked for, or else the whole inventory; ``verbose`` lists every use."""
    if inventory.explanations:
        return "\n".join(map(_explanation, inventory.explanations)) + _unread(inventory)
    labels = short_labels(inventory.entries)
    blocks = [
        _wrapped(heading(inventory)),
        _wrapped(canonical_line(inventory)),
        _summary(inventory, labels),
        *(_group(group, entries, labels, verbose) for group, entries in inventory.groups()),
        _signatures(inventory, labels),
        _makers(inventory),
        _unread(inventory),
    ]
    return "\n".join(block for block in blocks if block)


def _wrapped(text: str, indent: str = "", first: str | None = None) -> str:
    lines = textwrap.wrap(
        text,
        WIDTH,
        initial_indent=indent if first is None else first,
        subsequent_indent=indent,
        break_on_hyphens=False,
    )
    return "".join(f"{line}\n" for line in lines)


def _summary(inventory: Inventory, labels: Mapping[str, str]) -> str:
    rows: list[Sequence[str]] = []
    for group, entries in inventory.groups():
        rows.append((f"{group}:",))
        rows += [(f"  {labels[entry.symbol]}", *summary_cells(entry)) for entry in entries]
    if not rows:
        return ""
    return table(SUMMARY, rows, (_NAME_WIDTH,), right=range(3, 9)) + "\n" + _wrapped(LEGEND)


def _group(group: Group, entries: Sequence[Entry], labels: Mapping[str, str], verbose: bool) -> str:
    told = "".join(_entry(entry, labels, verbose) for entry in entries)
    return f"{group}\n{told}"


def _entry(entry: Entry, labels: Mapping[str, str], verbose: bool) -> str:
    lines = [_wrapped(f"{labels[entry.symbol]}  {place(entry)}", "      ", "  ")]
    lines += [_wrapped(each, "      ", "    ") for each in entry.evidence]
    lines += [
        _wrapped(f"{name}: {told}", "      ", "    ") for name, told in _details(entry, labels, verbose)
    ]
    return "".join(lines)


def _details(entry: Entry, labels: Mapping[str, str], verbose: bool) -> Iterator[tuple[str, str]]:
    if entry.signature is not None and entry.kind is not EntryKind.ALIAS:
        yield "takes", str(entry.signature)
    if missing := entry.changes(MethodChange.MISSING):
        yield "missing", ", ".join(each.method for each in missing)
    for each in entry.changes(MethodChange.SIGNATURE, MethodChange.ASYNC, MethodChange.KIND):
        yield f"differs, {each.method}", each.text
    if extra := entry.changes(MethodChange.EXTRA):
        yield "extra", ", ".join(each.method for each in extra)
    for state in entry.state:
        yield f"state, {state.location}", state_text(state)
    if entry.facts and entry.facts.delegation.forwards:
        yield "forwards", ", ".join(map(_forward, entry.facts.delegation.forwards))
    if built := _built(entry, labels):
        yield "builds", ", ".join(built)
    if entry.facts and entry.facts.emissions:
        sent = dict.fromkeys(f"{each.receiver}.{each.called}" for each in entry.facts.emissions)
        yield "sends", ", ".join(sent)
    if entry.duplication.partners:
        partners = [f"{labels[symbol]} ({number})" for symbol, number in entry.duplication.partners]
        yield "repeated statements", ", ".join(partners)
    if entry.change:
        yield "last change", f"{entry.change.date} {entry.change.commit} {entry.change.subject}"
    if verbose:
        yield from _uses(entry)


def _forward(forward: Forward) -> str:
    """``stop to engine.shutdown``; ``~`` where the method does more than that."""
    more = "" if forward.is_pure else "~"
    return f"{more}{forward.method} to {forward.attribute}.{forward.called}"


def _built(entry: Entry, labels: Mapping[str, str]) -> list[str]:
    """The implementations that its methods make."""
    made = entry.facts.constructions if entry.facts else ()
    return list(
        dict.fromkeys(
            f"{labels[each.symbol]} in {each.function}"
            for each in made
            if each.symbol in labels and each.symbol != entry.symbol
        )
    )


def _uses(entry: Entry) -> Iterator[tuple[str, str]]:
    if entry.aliases:
        yield "also known as", ", ".join(entry.aliases)
    for area in Area:
        if importers := entry.usage.importers(area):
            yield f"imported in {area}", ", ".join(importers)
        if calls := entry.usage.calls(area):
            yield f"called in {area}", _places(calls)


def _places(locations: Sequence[Location]) -> str:
    """``a.py:1, 2; b.py:3``."""
    lines: dict[str, list[str]] = {}
    for each in locations:
        lines.setdefault(each.path, []).append(str(each.line))
    return "; ".join(f"{path}:{', '.join(dict.fromkeys(found))}" for path, found in lines.items())


def _signatures(inventory: Inventory, labels: Mapping[str, str]) -> str:
    shape = reference(inventory)
    rows = list(signature_rows(inventory))
    if shape is None or not rows:
        return ""
    is_narrow = len(shape.parameters) <= 4
    canonical = ", ".join(map(parameter_text, shape.parameters))
    if not is_narrow:
        told = [(labels[row.entry.symbol], _one_cell(row.entry), row.differences) for row in rows]
        lines = table(
            ("constructor", "takes", "so that"), [("canonical", canonical, ""), *told], (28, 36, 32)
        )
        return f"constructors that differ\n{lines}"
    columns = len(shape.parameters)
    headings = ("constructor", *(str(at + 1) for at in range(columns)), "and")
    cells = [(labels[row.entry.symbol], *row.cells, row.rest or NOTHING) for row in rows]
    first = ("canonical", *map(parameter_text, shape.parameters), NOTHING)
    name, rest = 26, 20
    each = (WIDTH - name - rest - 2 * (columns + 1)) // max(columns, 1)
    lines = table(headings, [first, *cells], (name, *[each] * columns, rest))
    reasons = "".join(
        _wrapped(f"{labels[row.entry.symbol]}: {row.differences}", "    ", "  ") for row in rows
    )
    return f"constructors that differ\n{lines}\n{reasons}"


def _one_cell(entry: Entry) -> str:
    return ", ".join(map(parameter_text, entry.signature.parameters)) if entry.signature else "unseen"


def _makers(inventory: Inventory) -> str:
    if not inventory.makers:
        return ""
    told = "".join(
        _wrapped(
            f"{maker.location}  {'async ' if maker.is_async else ''}{maker.symbol}: {maker.evidence}",
            "      ",
            "  ",
        )
        for maker in inventory.makers
    )
    return f"functions that hand them out\n{told}"


def _unread(inventory: Inventory) -> str:
    lines = []
    for each in inventory.unread:
        defines = ", ".join(f"{name} (line {line})" for name, line in each.defines)
        told = f" It seems to define {defines}." if defines else ""
        lines.append(_wrapped(f"{each.path}: failed {each.message}.{told}", "  "))
    return "".join(lines)


def _explanation(explanation: Explanation) -> str:
    lines = [_wrapped(explanation.name)]
    for meaning in explanation.meanings:
        lines.append(_wrapped(f"{meaning.kind}: {meaning.text}", "      ", "  "))
        if meaning.locations:
            lines.append(_wrapped(_places(meaning.locations), "      ", "      "))
    return "".join(lines)
