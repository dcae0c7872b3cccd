"""The dependency graph as SVG, twice: in columns for wide windows, and as one column with arcs for phones."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from xml.etree.ElementTree import Element, SubElement

from msgspec import Struct

from migrate_engines.inventory.entry import Entry
from migrate_engines.inventory.relation import Relation, RelationKind
from migrate_engines.reporting.inventory.layers import Edge, Joint, Node, layered

_CHARACTER = 8.0  # of a name, in the widest of the usual fonts
_HEIGHT, _GAP_Y, _GAP_X, _PADDING, _JOINT = 34, 12, 56, 10, 10
_ARC_ROW, _ARC_WIDTH = 44, 78
_PHONE = 366
_BELOW = 48  # characters of the second line, which is smaller


class Drawing(Struct, frozen=True):
    """What is drawn, and for each pair the strongest relation; ``labels`` tell all entries apart."""

    entries: Sequence[Entry]
    labels: Mapping[str, str]
    identifiers: Mapping[str, str]
    relations: Mapping[Edge, RelationKind]


def drawing_of(
    entries: Sequence[Entry],
    relations: Sequence[Relation],
    labels: Mapping[str, str],
    identifiers: Mapping[str, str],
) -> Drawing:
    """Only what has a relation is drawn; the rest is in the tables."""
    order = list(RelationKind)
    strongest: dict[Edge, RelationKind] = {}
    for each in sorted(relations, key=lambda each: order.index(each.kind)):
        strongest.setdefault((each.source, each.target), each.kind)
    related = {symbol for edge in strongest for symbol in edge}
    drawn = [entry for entry in entries if entry.symbol in related]
    return Drawing(drawn, labels, identifiers, strongest)


class _Box(Struct, frozen=True):
    x: float
    y: float
    width: float
    height: float = _HEIGHT

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


def wide_graph(drawing: Drawing) -> Element:
    """Columns from left to right: who depends stands left of what it depends on."""
    layers = layered([entry.symbol for entry in drawing.entries], drawing.relations)
    boxes = _boxes(layers.columns, drawing)
    width = max((box.x + box.width for box in boxes.values()), default=0) + _PADDING
    height = max((box.y + box.height for box in boxes.values()), default=0) + _PADDING
    root = _svg("graph graph-wide", width, height, "wide")
    for edge, route in layers.routes.items():
        _edge(root, drawing, edge, _curve([boxes[each] for each in route]), "wide")
    for entry in drawing.entries:
        _node(root, drawing, entry, boxes[entry.symbol])
    return root


def _boxes(columns: Sequence[Sequence[Node]], drawing: Drawing) -> dict[Node, _Box]:
    """Every column is centred on the highest one."""
    heights = [sum(_row_height(each) for each in column) for column in columns]
    boxes: dict[Node, _Box] = {}
    x = float(_PADDING)
    for column, height in zip(columns, heights, strict=True):
        width = max((_width(drawing, each) for each in column if not isinstance(each, Joint)), default=80.0)
        y = _PADDING + (max(heights) - height) / 2
        for each in column:
            own = _HEIGHT if not isinstance(each, Joint) else 0
            boxes[each] = _Box(x, y, width, own)
            y += _row_height(each)
        x += width + _GAP_X
    return boxes


def _row_height(node: Node) -> int:
    return _JOINT if isinstance(node, Joint) else _HEIGHT + _GAP_Y


def _width(drawing: Drawing, symbol: str) -> float:
    entry = next(each for each in drawing.entries if each.symbol == symbol)
    return max(len(entry.name) * _CHARACTER, len(_below(drawing, entry)) * 5.8) + 20


def _below(drawing: Drawing, entry: Entry) -> str:
    """The second line of a node: its group, and as much of its module as tells it from its namesakes."""
    module = entry.symbol.rpartition(".")[0].rpartition(".")[2]
    qualified = drawing.labels[entry.symbol].rpartition(".")[0]
    return _cut(f"{entry.group} · {qualified or module}", _BELOW)


def _curve(boxes: Sequence[_Box]) -> str:
    """Through the middles of the boxes; a joint is crossed straight."""
    parts: list[str] = []
    for before, after in pairwise(boxes):
        forward = after.x >= before.x
        start = before.x + (before.width if forward else 0)
        end = after.x + (0 if forward else after.width)
        bend = _GAP_X / 2 if forward else -_GAP_X / 2
        if after.x == before.x:  # in one column: round the right side
            start = end = before.x + before.width
            bend = _GAP_X / 2
            parts.append(
                _bezier(start, before.middle, start + bend, end + bend, end, after.middle, not parts)
            )
            continue
        parts.append(_bezier(start, before.middle, start + bend, end - bend, end, after.middle, not parts))
        if after.height == 0:
            parts.append(f"H{end + (after.width if forward else -after.width):g}")
    return " ".join(parts)


def _bezier(x: float, y: float, x1: float, x2: float, to_x: float, to_y: float, is_first: bool) -> str:
    start = f"M{x:g} {y:g} " if is_first else ""
    return f"{start}C{x1:g} {y:g} {x2:g} {to_y:g} {to_x:g} {to_y:g}"


def narrow_graph(drawing: Drawing) -> Element:
    """One column; relations are arcs on its right."""
    rows = {entry.symbol: _PADDING + at * _ARC_ROW for at, entry in enumerate(drawing.entries)}
    width = _PHONE - _ARC_WIDTH
    boxes = {symbol: _Box(1, y, width) for symbol, y in rows.items()}
    height = len(rows) * _ARC_ROW + _PADDING
    root = _svg("graph graph-narrow", _PHONE, height, "narrow")
    longest = max((abs(rows[a] - rows[b]) for a, b in drawing.relations), default=1.0)
    for source, target in drawing.relations:
        start, end = boxes[source], boxes[target]
        reach = 14 + (_ARC_WIDTH - 26) * abs(start.middle - end.middle) / longest
        x, shift = width + 1, 4 if start.middle < end.middle else -4
        path = _bezier(x, start.middle + shift, x + reach, x + reach, x, end.middle - shift, True)
        _edge(root, drawing, (source, target), path, "narrow")
    for entry in drawing.entries:
        _node(root, drawing, entry, boxes[entry.symbol], most=36)
    return root


def _svg(name: str, width: float, height: float, kind: str) -> Element:
    root = Element("svg", {"class": name, "width": f"{width:g}", "height": f"{height:g}"})
    root.set("viewBox", f"0 0 {width:g} {height:g}")
    root.set("role", "group")
    root.set("aria-label", "Dependency graph of the implementations")
    definitions = SubElement(root, "defs")
    for relation in RelationKind:
        marker = SubElement(definitions, "marker", {"id": f"arrow-{kind}-{relation}", "viewBox": "0 0 8 8"})
        attributes = {
            "refX": "7",
            "refY": "4",
            "markerWidth": "7",
            "markerHeight": "7",
            "orient": "auto",
            "markerUnits": "userSpaceOnUse",
        }
        marker.attrib.update(attributes)
        SubElement(marker, "path", {"d": "M0 0L8 4L0 8z", "class": f"tip {relation}"})
    return root


def _edge(root: Element, drawing: Drawing, edge: Edge, path: str, kind: str) -> None:
    relation = drawing.relations[edge]
    source, target = (drawing.identifiers[each] for each in edge)
    attributes = {"class": f"edge {relation}", "d": path, "data-from": source, "data-to": target}
    drawn = SubElement(root, "path", {**attributes, "marker-end": f"url(#arrow-{kind}-{relation})"})
    title = SubElement(drawn, "title")
    title.text = f"{drawing.labels[edge[0]]} {relation} {drawing.labels[edge[1]]}"


def _node(root: Element, drawing: Drawing, entry: Entry, box: _Box, most: int = 60) -> None:
    node = SubElement(
        root, "g", {"class": f"node {entry.group}", "transform": f"translate({box.x:g} {box.y:g})"}
    )
    node.attrib.update(
        {"data-id": drawing.identifiers[entry.symbol], "data-group": entry.group, "tabindex": "0"}
    )
    node.attrib.update(
        {"role": "button", "aria-pressed": "false", "aria-label": f"{entry.symbol}, {entry.group}"}
    )
    SubElement(
        node, "rect", {"class": "box", "width": f"{box.width:g}", "height": f"{box.height:g}", "rx": "4"}
    )
    SubElement(node, "rect", {"class": "bar", "width": "5", "height": f"{box.height:g}", "rx": "2"})
    name = SubElement(node, "text", {"class": "name", "x": "12", "y": "14"})
    name.text = _cut(entry.name, most)
    second = SubElement(node, "text", {"class": "below", "x": "12", "y": "27"})
    second.text = _below(drawing, entry)
    title = SubElement(node, "title")
    title.text = f"{entry.symbol}: {entry.evidence[0]}"


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def isolated(entries: Sequence[Entry], drawing: Drawing) -> Iterator[Entry]:
    """The entries that stand in no relation to another."""
    drawn = {entry.symbol for entry in drawing.entries}
    return (entry for entry in entries if entry.symbol not in drawn)
