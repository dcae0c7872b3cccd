"""A symbol index and an import graph over the files of a root."""

from collections.abc import Mapping, Sequence

from migrate_engines.settings import Settings
from migrate_engines.tree.import_graph import ImportGraph
from migrate_engines.tree.import_requests import Request, import_requests
from migrate_engines.tree.index import SymbolIndex
from migrate_engines.tree.late import binds_any_name, computes_exports, late_names
from migrate_engines.tree.listing import list_files
from migrate_engines.tree.modules import ModuleMap
from migrate_engines.tree.parsing import parse
from migrate_engines.tree.source import Unreadable, decode
from migrate_engines.tree.summary import ModuleSummary, summarize
from migrate_engines.tree.unlisted import UnlistedModules


def open_index(
    settings: Settings, listing: Sequence[str] | None = None, known: Mapping[str, bytes] | None = None
) -> SymbolIndex:
    """An index that reads files as names lead to them; ``known`` are contents read before."""
    modules = ModuleMap(listing if listing is not None else list_files(settings), settings.source_roots)

    def read(path: str) -> ModuleSummary | None:
        try:
            data = (known or {}).get(path)
            source = decode(path, (settings.root / path).read_bytes() if data is None else data)
            summary = summarize(parse(source), modules.module_of(path), modules.package_of(path))
        except (Unreadable, OSError):
            return None  # the file itself is reported where it is read to be rewritten
        summary.late = late_names(source.text)
        summary.is_open = binds_any_name(source.text) or computes_exports(source.text)
        return summary

    return SymbolIndex(modules, read, UnlistedModules(settings).has)


def open_graph(
    settings: Settings, index: SymbolIndex, known: Mapping[str, bytes] | None = None
) -> ImportGraph:
    """The import graph of the same files; nothing is read before it is asked."""
    found: dict[str, tuple[Request, ...] | None] = {}

    def requests(path: str) -> tuple[Request, ...] | None:
        try:
            data = (known or {}).get(path)
            source = decode(path, (settings.root / path).read_bytes() if data is None else data)
            return tuple(import_requests(parse(source), index.modules.package_of(path)))
        except (Unreadable, OSError):
            return None

    def read(path: str) -> tuple[Request, ...] | None:
        if path not in found:
            found[path] = requests(path)
        return found[path]

    return ImportGraph(index, read)
