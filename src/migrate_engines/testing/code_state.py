"""What classes, modules, defaults and closures hold of a user: every other engine reaches that, too.

A table that all share is no finding. One that holds an object or the id of a user is.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from migrate_engines.testing.code_edges import code_edges
from migrate_engines.testing.edges import edges
from migrate_engines.testing.finding import Code, Finding
from migrate_engines.testing.kinds import Allowed, is_code, is_leaf
from migrate_engines.testing.walk import Node


@dataclass(frozen=True, slots=True)
class _Step:
    """A node, and the edge by which its path has left the code (None while it has not)."""

    node: Node
    code: Code | None = None
    place: str = ""


@dataclass(frozen=True)
class Owned:
    """Tells whose an object is (0: nobody's), by which path he reaches it, and what one user alone holds."""

    owner: Callable[[object], int]
    path: Callable[[object], str]
    is_private: Callable[[object], bool]


def state_findings(roots: Sequence[tuple[str, object]], owned: Owned, allowed: Allowed) -> list[Finding]:
    """One finding for each place that holds something of a user.

    ``roots`` are the classes and functions that engines use, with the paths that lead to them.
    """
    found: dict[tuple[Code, str], list[Node]] = {}
    for step in _steps(roots, owned, allowed):
        if step.code is not None and owned.owner(step.node.it):
            found.setdefault((step.code, step.place), []).append(step.node)
    return [_finding(code, place, nodes, owned) for (code, place), nodes in found.items()]


def _steps(roots: Sequence[tuple[str, object]], owned: Owned, allowed: Allowed) -> Iterator[_Step]:
    seen: set[int] = set()
    waiting = deque(_Step(Node(it, path)) for path, it in roots)
    while waiting:
        step = waiting.popleft()
        if id(step.node.it) in seen or step.node.it in allowed:
            continue
        if not is_leaf(step.node.it) or is_code(step.node.it):
            seen.add(id(step.node.it))
        yield step
        if not (step.code and owned.owner(step.node.it)):  # what is behind a user's object is his
            waiting.extend(_next(step, owned.is_private(step.node.it)))


def _next(step: _Step, private: bool) -> Iterator[_Step]:
    node = step.node
    if is_code(node.it):
        for edge in code_edges(node.it, private):
            place = step.place if step.code else edge.place
            code = None if is_code(edge.held) else step.code or edge.code
            yield _Step(Node(edge.held, edge.label, node), code, "" if code is None else place)
    elif not is_leaf(node.it):
        yield from (_Step(Node(held, label, node), step.code, step.place) for label, held in edges(node.it))
        yield _Step(Node(type(node.it), ".__class__", node))


def _finding(code: Code, place: str, nodes: list[Node], owned: Owned) -> Finding:
    by_owner = {owned.owner(node.it): node for node in reversed(nodes)}
    first, *others = sorted(by_owner)
    node = by_owner[first]
    facts = [
        f"holds {_named(node.it)} of user {first}, who reaches it as {owned.path(node.it)}",
        f"every other user reaches it as {node.path}",
    ]
    if others:
        facts.append(f"holds something of {len(by_owner)} users")
    return Finding(code, place, tuple(facts))


def _named(it: object) -> str:
    return "text" if is_leaf(it) else f"a {type(it).__qualname__}"
