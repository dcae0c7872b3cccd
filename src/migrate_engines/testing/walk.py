"""The objects that can be reached from a user's engine, each with the shortest path to it."""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from migrate_engines.testing.edges import edges
from migrate_engines.testing.kinds import Allowed, is_leaf


@dataclass(frozen=True, eq=False, slots=True)
class Node:
    """An object, and the one that holds it; the node keeps it alive, so that its id stays its own."""

    it: object
    label: str
    parent: "Node | None" = None

    @property
    def path(self) -> str:
        """As one would write it: ``engine.registry._cache['x']``."""
        return "".join(each.label for each in reversed([self, *self.ancestors()]))

    def ancestors(self) -> Iterator["Node"]:
        each = self.parent
        while each is not None:
            yield each
            each = each.parent


class Reach:
    """What can be reached from some roots; leaves such as text, which have no identity, apart."""

    def __init__(self, allowed: Allowed) -> None:
        self.nodes: dict[int, Node] = {}
        self.leaves: list[Node] = []
        self._allowed = allowed

    def add(self, roots: Mapping[str, object]) -> None:
        """Walk on from more roots."""
        waiting = deque(Node(it, label) for label, it in roots.items())
        while waiting:
            node = waiting.popleft()
            if id(node.it) in self.nodes or node.it in self._allowed:
                continue
            if is_leaf(node.it):
                self.leaves.append(node)
                continue
            self.nodes[id(node.it)] = node
            waiting.extend(Node(held, label, node) for label, held in edges(node.it))
