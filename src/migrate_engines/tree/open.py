"""A symbol index and an import graph over the files of a root."""

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from migrate_engines.settings import Settings
from migrate_engines.tree.import_graph import ImportGraph
from migrate_engines.tree.import_requests import Request, import_requests
from migrate_engines.tree.index import SymbolIndex
from migrate_engines.tree.late import binds_any_name, computes_exports, late_names
from migrate_engines.tree.listing import list_files
from migrate_engines.tree.modules import ModuleMap
from migrate_engines.tree.parsing import parse
from migrate_engines.tree.reading import UNREADABLE, read_source
from migrate_engines.tree.source import SourceFile
from migrate_engines.tree.summary import ModuleSummary, summarize
from migrate_engines.tree.trace import note_read
from migrate_engines.tree.unlisted import UnlistedModules


@dataclass(frozen=True, slots=True)
class OpenTree:
    """What is known of a tree; nothing is read before it is asked."""

    index: SymbolIndex
    graph: ImportGraph


def open_tree(
    settings: Settings,
    listing: Sequence[str] | None = None,
    known: Mapping[str, bytes] | None = None,
    *,
    modules: ModuleMap | None = None,
) -> OpenTree:
    """An index and a graph of the same files; ``known`` are contents read before, and may grow."""
    if modules is None:
        modules = ModuleMap(listing if listing is not None else list_files(settings), settings.source_roots)
    files = _ModuleFiles(settings, modules, {} if known is None else known)
    index = SymbolIndex(modules, files.summary, UnlistedModules(settings).has)
    return OpenTree(index, ImportGraph(index, files.requests))


def open_index(
    settings: Settings, listing: Sequence[str] | None = None, known: Mapping[str, bytes] | None = None
) -> SymbolIndex:
    """An index that reads files as names lead to them; ``known`` are contents read before."""
    return open_tree(settings, listing, known).index


class _ModuleFiles:
    """Reads the files of modules, each once where the index asks for it before the graph does."""

    def __init__(self, settings: Settings, modules: ModuleMap, known: Mapping[str, bytes]) -> None:
        self._settings = settings
        self._modules = modules
        self._known = known
        self._requests: dict[str, tuple[Request, ...] | None] = {}

    def summary(self, path: str) -> ModuleSummary | None:
        """None for a file that cannot be read: it is reported where it is read to be rewritten."""
        found = self._parsed(path)
        if found is None:
            return None
        source, tree = found
        try:
            summary = summarize(tree, self._modules.module_of(path), self._modules.package_of(path))
        except RecursionError:
            return None
        summary.late = late_names(source.text)
        summary.is_open = binds_any_name(source.text) or computes_exports(source.text)
        return summary

    def requests(self, path: str) -> tuple[Request, ...] | None:
        if path not in self._requests:
            self._parsed(path)
        return self._requests[path]

    def _parsed(self, path: str) -> tuple[SourceFile, ast.Module] | None:
        note_read(path)
        try:
            source = read_source(path, self._settings, self._known.get(path))
            tree = parse(source)
            if path not in self._requests:
                self._requests[path] = tuple(import_requests(tree, self._modules.package_of(path)))
        except UNREADABLE:
            self._requests[path] = None
            return None
        return source, tree
