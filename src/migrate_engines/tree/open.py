"""A symbol index and an import graph over the files of a root."""

import ast
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import msgspec
from msgspec import Struct, structs

from migrate_engines.settings import Settings
from migrate_engines.tree.digest import digest_of, joined
from migrate_engines.tree.import_graph import ImportGraph
from migrate_engines.tree.import_requests import Request, import_requests
from migrate_engines.tree.index import SymbolIndex
from migrate_engines.tree.late import binds_any_name, computes_exports, late_names
from migrate_engines.tree.listing import list_files
from migrate_engines.tree.modules import ModuleMap
from migrate_engines.tree.parsing import parse
from migrate_engines.tree.reading import UNREADABLE, read_source
from migrate_engines.tree.source import SourceFile
from migrate_engines.tree.steps import Step, are_kept, digest_of_path
from migrate_engines.tree.summary import ModuleSummary, summarize
from migrate_engines.tree.trace import note_imports, note_summary, note_torn
from migrate_engines.tree.unlisted import UnlistedModules

_Made = TypeVar("_Made", bound=msgspec.Struct)


class OpenTree(Struct, frozen=True):
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
    files = ModuleFiles(settings, modules, {} if known is None else known)
    index = SymbolIndex(modules, files.summary, UnlistedModules(settings).has)
    return OpenTree(index, ImportGraph(index, files.requests))


def open_index(
    settings: Settings, listing: Sequence[str] | None = None, known: Mapping[str, bytes] | None = None
) -> SymbolIndex:
    """An index that reads files as names lead to them; ``known`` are contents read before."""
    return open_tree(settings, listing, known).index


class _Facts(msgspec.Struct, frozen=True, array_like=True):
    """``requests`` is None where the file cannot be parsed, ``summary`` also where it nests too deeply."""

    summary: ModuleSummary | None
    requests: tuple[Request, ...] | None


class _Imports(msgspec.Struct, frozen=True, array_like=True):
    requests: tuple[Request, ...] | None


class ModuleFiles:
    """Reads the files of modules, each once where it is asked for its summary first.

    ``known`` are contents read before, by path.
    """

    def __init__(self, settings: Settings, modules: ModuleMap, known: Mapping[str, bytes]) -> None:
        self._settings = settings
        self._modules = modules
        self._known = known
        self._requests: dict[str, tuple[Request, ...] | None] = {}
        limit = str(settings.max_file_size)
        self._reading = Step("module", _Facts, (limit,))
        self._importing = Step("imports", _Imports, (limit,))

    def summary(self, path: str) -> ModuleSummary | None:
        """None for a file that cannot be read: it is reported where it is read to be rewritten."""
        note_summary(path)
        found = self._made(self._reading, path, lambda data: self._facts(path, data))
        self._requests.setdefault(path, found.requests)
        return found.summary

    def requests(self, path: str) -> tuple[Request, ...] | None:
        """None as above."""
        note_imports(path)
        if path not in self._requests:
            found = self._made(self._importing, path, lambda data: self._imports(path, data))
            self._requests[path] = found.requests
        return self._requests[path]

    def _made(self, step: Step[_Made], path: str, work: Callable[[bytes | None], _Made]) -> _Made:
        """What a step makes of a file, whose name is part of that."""
        names = path, self._modules.module_of(path)
        known = digest_of_path(path)
        if known is not None and (found := step.found(joined(known, *names))) is not None:
            return found
        try:
            data = self._data(path)
        except OSError:
            return work(None)
        if not are_kept():
            return self._anywhere(work, data)
        contents = digest_of(data)
        if contents != known and known is not None:
            note_torn()
        return step.made(joined(contents, *names), lambda: self._anywhere(work, data))

    def _anywhere(self, work: Callable[[bytes | None], _Made], data: bytes) -> _Made:
        """What is made of a file, however deep in a chain of names somebody asks for it.

        Python gives up at a depth. Then we begin again with a stack of its own.
        """
        made = work(data)
        if None not in structs.astuple(made):
            return made
        # Imported late: it is most seldom asked for.
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(1) as fresh:
            return fresh.submit(work, data).result()

    def _data(self, path: str) -> bytes:
        known = self._known.get(path)
        return (self._settings.root / path).read_bytes() if known is None else known

    def _facts(self, path: str, data: bytes | None) -> _Facts:
        found = self._parsed(path, data)
        if found is None:
            return _Facts(None, None)
        source, tree = found
        package = self._modules.package_of(path)
        try:
            requests = tuple(import_requests(tree, package))
        except RecursionError:
            return _Facts(None, None)
        try:
            summary = summarize(tree, self._modules.module_of(path), package)
        except RecursionError:
            return _Facts(None, requests)
        summary.late = late_names(source.text)
        summary.is_open = binds_any_name(source.text) or computes_exports(source.text)
        return _Facts(summary, requests)

    def _imports(self, path: str, data: bytes | None) -> _Imports:
        found = self._parsed(path, data)
        try:
            package = self._modules.package_of(path)
            return _Imports(tuple(import_requests(found[1], package)) if found is not None else None)
        except RecursionError:
            return _Imports(None)

    def _parsed(self, path: str, data: bytes | None) -> tuple[SourceFile, ast.Module] | None:
        try:
            source = read_source(path, self._settings, data)
            return source, parse(source)
        except UNREADABLE:
            return None
