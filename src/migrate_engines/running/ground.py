"""What the answer of a run on a list of files rests on, where it found nothing in them."""

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from migrate_engines.deciding.context import Context
from migrate_engines.deciding.missing import standing_for
from migrate_engines.deciding.references import is_silent
from migrate_engines.deciding.table import build_table
from migrate_engines.finding.uses import find_uses
from migrate_engines.model.rule import Codemod
from migrate_engines.running.request import Request
from migrate_engines.running.select import Selection, select
from migrate_engines.settings import Settings
from migrate_engines.tree.ignoring import ignoring
from migrate_engines.tree.listing import NEVER_READ, list_files
from migrate_engines.tree.modules import ModuleMap
from migrate_engines.tree.open import OpenTree, open_tree
from migrate_engines.tree.parsing import parse
from migrate_engines.tree.reading import UNREADABLE, read_source


class Ground(Struct, frozen=True):
    """As long as these files have the same bytes and these folders the same names, the answer stands.

    ``places`` are files of settings that may be there or not, which is part of the answer, too.
    """

    files: frozenset[Path]
    folders: frozenset[Path]
    places: frozenset[Path]


class _AskedModules(ModuleMap):
    """Remembers which names were asked for: what is not there may come, and mean something."""

    def __init__(self, paths: Sequence[str], source_roots: Sequence[str]) -> None:
        super().__init__(paths, source_roots)
        self.asked: set[str] = set()

    def path_of(self, module: str) -> str | None:
        self.asked.add(module)
        return super().path_of(module)

    def split(self, dotted: str) -> tuple[str | None, tuple[str, ...]]:
        self.asked.add(dotted)
        return super().split(dotted)


def ground_of(request: Request, settings: Settings, codemods: Sequence[Codemod]) -> Ground | None:
    """Look at every name of the files, whatever words it holds, and at all that the names lead to.

    So no other file of the tree has a part in it: a retired object has to come into a file by a name. None
    where a name leads to anything retired or missing, or a file's part in the run is not sure.
    """
    listing = list_files(settings)
    selection = select(request, settings, codemods, listing)
    chosen = selection.files or frozenset()
    if not selection.is_partial or len(chosen) != len({path.resolve() for path in request.paths}):
        return None
    if any(os.path.abspath(path) != os.path.realpath(path) for path in request.paths):
        return None  # links may lead elsewhere tomorrow
    if any(not NEVER_READ.isdisjoint(path.split("/")) for path in chosen):
        return None  # read because git tracks it, which is not looked at
    modules = _AskedModules(listing, settings.source_roots)
    tree = open_tree(settings, listing, modules=modules)
    if not _is_clean(selection, settings, codemods, tree):
        return None
    found = _module_folders(modules.asked, frozenset(listing), settings)
    git = ignoring(settings.root, sorted(chosen))
    if found is None or git is None:
        return None
    read = {path for name in tree.index.read if (path := modules.path_of(name))}
    files = {settings.root / path for path in read | chosen}
    folders = found | {folder for path in files for folder in _up_to(settings.root, path)}
    # Where there is none, its folder would tell.
    ignored = {place for folder in folders if (place := folder / ".gitignore").exists()}
    return Ground(frozenset(files), frozenset(folders), git | ignored)


def _is_clean(selection: Selection, settings: Settings, codemods: Sequence[Codemod], tree: OpenTree) -> bool:
    index = tree.index
    # A stub elsewhere may hinder that; then there is less to find.
    index.adopt(standing_for(codemods, selection.codemods, index, frozenset()))
    every_word = ("",)
    table = build_table(codemods, selection.codemods, index, words=every_word)
    context = Context(table, index, tree.graph)
    for path in sorted(selection.files or ()):
        data = (settings.root / path).read_bytes()
        if b"@generated" in data[:1000]:
            return False
        try:
            source = read_source(path, settings, data)
            file = find_uses(parse(source), source, index, table.wanted)
        except UNREADABLE:
            return False
        file.scopes.release()
        if not all(is_silent(use, context) for use in file.uses):
            return False
    return True


def _module_folders(names: Iterable[str], listing: frozenset[str], settings: Settings) -> set[Path] | None:
    """The folders in which the names were looked for; None where one holds a module that is not listed.

    Git may come to track that, and neither the file nor the folder would change.
    """
    found: set[Path] = set()
    for prefix in {each for name in names for each in _beginnings(name)}:
        for source_root in settings.source_roots:
            folder = settings.root / source_root / os.path.join(*prefix)
            if not folder.parent.is_dir():
                continue
            found.add(folder.parent)
            for file in (folder.with_suffix(".py"), folder / "__init__.py"):
                if file.exists() and file.relative_to(settings.root).as_posix() not in listing:
                    return None
    return found


def _beginnings(dotted: str) -> Iterator[tuple[str, ...]]:
    parts = dotted.split(".")
    for count in range(1, len(parts) + 1):
        if not parts[count - 1].isidentifier():
            return
        yield tuple(parts[:count])


def _up_to(root: Path, path: Path) -> Iterator[Path]:
    """The folders from the root down to a file."""
    yield from (folder for folder in path.parents if folder == root or folder.is_relative_to(root))
