"""Cycles of imports: modules none of which can be imported without the others."""

from collections.abc import Iterable, Iterator

from msgspec import Struct, field

from migrate_engines.tree.import_graph import ImportGraph
from migrate_engines.tree.import_requests import When


def import_cycles(graph: ImportGraph, modules: Iterable[str]) -> list[tuple[str, ...]]:
    """Every cycle that importing one of ``modules`` runs into; sorted, each with its modules sorted.

    Cycles that share a module are one.
    """
    search = _Search(graph)
    for module in modules:
        search.from_(module)
    return sorted(tuple(sorted(each)) for each in search.components if len(each) > 1)


class _Search(Struct):
    """Gabow's search for strongly connected components, without recursion.

    Attributes:
        order: when each module was met.
        open: modules whose component is not known yet.
        bounds: the first module of each component that those may form.
    """

    graph: ImportGraph
    components: list[list[str]] = field(default_factory=list)
    order: dict[str, int] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)
    bounds: list[str] = field(default_factory=list)
    closed: set[str] = field(default_factory=set)

    def from_(self, start: str) -> None:
        path = [self._met(start)] if start not in self.order else []
        while path:
            module, imported = path[-1]
            following = next(imported, None)
            if following is None:
                path.pop()
                self._left(module)
            elif following not in self.order:
                path.append(self._met(following))
            elif following not in self.closed:
                while self.order[self.bounds[-1]] > self.order[following]:
                    self.bounds.pop()

    def _met(self, module: str) -> tuple[str, Iterator[str]]:
        self.order[module] = len(self.order)
        self.open.append(module)
        self.bounds.append(module)
        edges = self.graph.edges(module)
        return module, (edge.imported for edge in edges if edge.when is When.LOADING)

    def _left(self, module: str) -> None:
        if self.bounds[-1] != module:
            return
        self.bounds.pop()
        component = [self.open.pop()]
        while component[-1] != module:
            component.append(self.open.pop())
        self.closed.update(component)
        self.components.append(component)
