"""Cycles of imports that touched modules are part of."""

from collections.abc import Iterator

from migrate_engines.tree.import_cycles import import_cycles
from migrate_engines.tree.import_graph import Edge
from migrate_engines.tree.import_requests import When
from migrate_engines.verification.comparing.fault import Fault
from migrate_engines.verification.comparing.side import Pair, Side


def cyclic_imports(pair: Pair, side: Side) -> Iterator[Fault]:
    """Each import of a touched module that runs when it is imported, and leads back to it.

    A new cycle needs a new import, and that stands in a touched module. Imports in functions and under
    TYPE_CHECKING run later and do not count.
    """
    touched = side.modules(pair.touched)
    for cycle in import_cycles(side.graph, touched):
        inside = frozenset(cycle)
        for importer in sorted(inside.intersection(touched)):
            found: dict[str, Edge] = {}
            for edge in side.graph.edges(importer):
                if edge.when is When.LOADING and edge.imported in inside:
                    found.setdefault(edge.imported, edge)
            yield from (_fault(side, edge) for edge in found.values())


def _fault(side: Side, edge: Edge) -> Fault:
    told = f"{edge.importer} imports {edge.imported}"
    chain = side.graph.closing(edge.importer, edge.imported)
    what = f"{told}, which leads back: {chain}" if chain else told
    return Fault(side.index.modules.path_of(edge.importer) or "", edge.line, "import-cycle", told, what)
