"""Which files can matter: those that hold a word of the patterns, or of an alias of what was found."""

import re
from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct, field

from migrate_engines.inventory.area import Area, Areas
from migrate_engines.inventory.plan import Plan
from migrate_engines.model.problem import InputError, Problem
from migrate_engines.running.candidates import aliases_in
from migrate_engines.settings import Settings
from migrate_engines.tree.index import SymbolIndex
from migrate_engines.tree.open import open_index
from migrate_engines.tree.prefilter import matching_files
from migrate_engines.tree.reading import read_source, why_unread
from migrate_engines.tree.source import SourceFile

_IMPORT = re.compile(rb"^[ \t]*(?:from|import)[ \t][^\n(]*(?:\([^)]*\))?", re.MULTILINE)
_CLASS_LINE = re.compile(rb"(?:^(?:\xef\xbb\xbf)?|[\r\n])[ \t\f]*class[\s\\]+([^\s\\(:\[]+)")


class Files(Struct):
    """The tree's files, and what was read of them so far.

    Attributes:
        contents: of the files that hold one of ``words``, by path.
        unread: why a file could not be read or parsed, by path.
    """

    settings: Settings
    listing: tuple[str, ...]
    index: SymbolIndex
    areas: Areas
    contents: dict[str, bytes] = field(default_factory=dict)
    words: set[str] = field(default_factory=set)
    unread: dict[str, str] = field(default_factory=dict)

    def search(self, words: Iterable[str]) -> None:
        """Read every file that holds one of the words."""
        added = set(words) - self.words
        if not added:
            return
        self.words |= added
        matched, unreadable = matching_files(self.settings.root, self.listing, sorted(added))
        self.contents.update({path: matched[path] for path in sorted(matched) if path not in self.contents})
        self.unread.update({path: why_unread(error) for path, error in unreadable.items()})

    def search_imports(self, words: Iterable[str]) -> None:
        """Read every file that has one of the words in an import statement."""
        wanted = [word.encode() for word in words]
        matched, _ = matching_files(self.settings.root, self.listing, sorted(words))
        for path, data in sorted(matched.items()):
            imports = _IMPORT.findall(data) if path not in self.contents else ()
            if any(word in statement for statement in imports for word in wanted):
                self.contents[path] = data

    def in_area(self, area: Area) -> list[str]:
        return [path for path in sorted(self.contents) if self.areas.of_path(path) is area]

    def source(self, path: str) -> SourceFile:
        """The text of any file of the tree. Raises OSError or Unreadable where there is none."""
        return read_source(path, self.settings, self.contents.get(path))

    def class_lines(self, path: str) -> list[tuple[str, int]]:
        """Lines that look like the start of a class, whether the file can be parsed or not."""
        data = self.contents.get(path, b"")
        return [
            (found[1].decode("utf-8", "replace"), data.count(b"\n", 0, found.start(1)) + 1)
            for found in _CLASS_LINE.finditer(data)
        ]


def open_files(settings: Settings, listing: Sequence[str], plan: Plan) -> Files:
    """Read the files that hold a word of the patterns, or of what the codemods speak of.

    Raises:
        InputError: the configured roots hold no file.
    """
    listing = tuple(sorted(listing))
    areas = Areas.of(settings.inventory)
    if listing and not any(areas.of_path(path) is not Area.ELSEWHERE for path in listing):
        what = f"`roots`: no file is below {', '.join(settings.inventory.roots)}"
        remedy = "Name folders relative to the root, with `/`."
        raise InputError([Problem("[tool.migrate-engines.inventory]", 0, what, remedy)])
    files = Files(settings, listing, open_index(settings, listing), areas)
    declared = [symbol.rpartition(".")[2] for symbol in plan.declared if not _is_method(symbol)]
    files.search({*plan.patterns.words, *declared})
    files.search_imports(plan.patterns.module_words())
    return files


def _is_method(symbol: str) -> bool:
    return symbol.rpartition(".")[0].rpartition(".")[2][:1].isupper()


def grow(files: Files, is_wanted: Callable[[str], bool]) -> None:
    """Add the files that know something wanted by an alias only, until there is no new alias."""
    seen: set[str] = set()
    while True:
        fresh = [path for path in files.contents if path not in seen]
        seen.update(fresh)
        added = {
            alias
            for path in fresh
            for alias in aliases_in(files.contents[path].decode("utf-8", "replace"), files.words)
            if is_wanted(f"{files.index.modules.module_of(path)}.{alias}")
        }
        if not added:
            return
        files.search(added)
