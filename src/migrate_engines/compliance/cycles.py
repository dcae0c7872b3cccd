"""No cycle of imports that a module of an implementation is part of."""

from collections.abc import Iterator

from migrate_engines.compliance.finding import GateFinding
from migrate_engines.compliance.ground import Ground
from migrate_engines.inventory.entry import EntryKind
from migrate_engines.model.gate import Gate
from migrate_engines.model.location import Location
from migrate_engines.tree.import_cycles import import_cycles
from migrate_engines.tree.import_graph import Edge
from migrate_engines.tree.import_requests import When


def cycles_of_imports(ground: Ground) -> Iterator[GateFinding]:
    """Each module-level import of a cycle that leads to or from a module of an implementation.

    One finding for each import and not for each cycle: an import that is added is a new finding, however
    large the cycle was, and one that is gone is one less.
    """
    modules = _modules(ground)
    for cycle in import_cycles(ground.graph, sorted(modules)):
        inside = frozenset(cycle)
        for importer in cycle:
            for edge in _edges(ground, importer, inside):
                if importer in modules or edge.imported in modules:
                    yield _finding(ground, edge)


def _modules(ground: Ground) -> frozenset[str]:
    """The modules that define implementations, or functions that the codemods retire."""
    paths = (
        entry.location.path
        for entry in ground.inventory.entries
        if entry.location and entry.kind in (EntryKind.CLASS, EntryKind.FUNCTION)
    )
    return frozenset(ground.index.modules.module_of(path) for path in paths)


def _edges(ground: Ground, importer: str, inside: frozenset[str]) -> Iterator[Edge]:
    """The first import of each other module of the cycle."""
    found: dict[str, Edge] = {}
    for edge in ground.graph.edges(importer):
        if edge.when is When.LOADING and edge.imported in inside:
            found.setdefault(edge.imported, edge)
    yield from found.values()


def _finding(ground: Ground, edge: Edge) -> GateFinding:
    path = ground.index.modules.path_of(edge.importer) or edge.importer
    chain = ground.graph.closing(edge.importer, edge.imported)
    back = f", which leads back: {chain}" if chain else ""
    parent = " (the package of what is imported)" if edge.is_parent else ""
    what = f"{edge.importer} imports {edge.imported}{parent}{back}"
    subject = f"{edge.importer} imports {edge.imported}"
    return GateFinding(Gate.IMPORT_CYCLE, Location(path, edge.line or 1), subject, what)
