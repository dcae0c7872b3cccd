"""Which column of a layered drawing each node belongs to, and in which order they stand there.

The classic steps: edges that close a cycle are turned round, every node goes as far right as what it depends
on allows, long edges get a joint in each column that they cross, and the columns are ordered by the middle
of their neighbours, a few times from either side. The same input gives the same drawing.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

_SWEEPS = 8


class Joint(Struct, frozen=True):
    """Where a long edge crosses a column."""

    source: str
    target: str
    column: int


Node = str | Joint
Edge = tuple[str, str]


class Layers(Struct, frozen=True):
    """``columns`` from left to right, nodes and joints from top to bottom; an edge goes by its ``routes``."""

    columns: tuple[tuple[Node, ...], ...]
    routes: Mapping[Edge, tuple[Node, ...]]


def layered(nodes: Sequence[str], edges: Iterable[Edge]) -> Layers:
    """Dependents stand left of what they depend on."""
    every = [edge for edge in dict.fromkeys(edges) if edge[0] != edge[1]]
    forward = _without_cycles(nodes, every)
    column = _columns(nodes, forward)
    routes = {edge: _route(edge, column) for edge in every}
    columns: list[list[Node]] = [[] for _ in range(max(column.values(), default=-1) + 1)]
    for node in nodes:
        columns[column[node]].append(node)
    for route in routes.values():
        for each in route:
            if isinstance(each, Joint):
                columns[each.column].append(each)
    return Layers(_ordered(columns, routes.values()), routes)


def _without_cycles(nodes: Sequence[str], edges: Sequence[Edge]) -> list[Edge]:
    """The edges, those that lead back to a node on the way turned round."""
    targets: dict[str, list[str]] = {node: [] for node in nodes}
    for source, target in edges:
        targets[source].append(target)
    done: set[str] = set()
    found: list[Edge] = []

    def follow(node: str, path: tuple[str, ...]) -> None:
        done.add(node)
        for target in targets[node]:
            found.append((target, node) if target in path else (node, target))
            if target not in done:
                follow(target, (*path, target))

    for node in nodes:
        if node not in done:
            follow(node, (node,))
    return found


def _columns(nodes: Sequence[str], edges: Sequence[Edge]) -> dict[str, int]:
    """The last column holds what depends on nothing."""
    targets: dict[str, set[str]] = {node: set() for node in nodes}
    for source, target in edges:
        targets[source].add(target)
    height: dict[str, int] = {}

    def height_of(node: str) -> int:
        if node not in height:
            height[node] = max((height_of(target) + 1 for target in sorted(targets[node])), default=0)
        return height[node]

    highest = max((height_of(node) for node in nodes), default=0)
    return {node: highest - height[node] for node in nodes}


def _route(edge: Edge, column: Mapping[str, int]) -> tuple[Node, ...]:
    source, target = edge
    first, last = column[source], column[target]
    step = 1 if last >= first else -1
    joints = [Joint(source, target, each) for each in range(first + step, last, step)]
    return (source, *joints, target)


def _ordered(columns: list[list[Node]], routes: Iterable[Sequence[Node]]) -> tuple[tuple[Node, ...], ...]:
    neighbours: dict[Node, list[Node]] = {}
    for route in routes:
        for before, after in pairwise(route):
            neighbours.setdefault(before, []).append(after)
            neighbours.setdefault(after, []).append(before)
    for sweep in range(_SWEEPS):
        order = range(len(columns)) if sweep % 2 == 0 else range(len(columns) - 1, -1, -1)
        for at in order:
            _sort_by_neighbours(columns, at, neighbours)
    return tuple(tuple(column) for column in columns)


def _sort_by_neighbours(
    columns: list[list[Node]], at: int, neighbours: Mapping[Node, Sequence[Node]]
) -> None:
    """By the mean of the relative places of the neighbours; a node without any keeps its place."""
    place = {node: (row + 0.5) / len(column) for column in columns for row, node in enumerate(column)}

    def middle(node: Node) -> float:
        places = [place[each] for each in neighbours.get(node, ())]
        return sum(places) / len(places) if places else place[node]

    columns[at].sort(key=middle)
