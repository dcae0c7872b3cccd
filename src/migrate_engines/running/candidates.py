"""Which files can matter to a run: those that hold a word of the rules, or of an alias of a rule's symbol."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from migrate_engines.deciding.table import RuleTable, build_table, shortest, words_of
from migrate_engines.model.rule import Codemod
from migrate_engines.settings import Settings
from migrate_engines.tree.index import SymbolIndex
from migrate_engines.tree.open import open_index
from migrate_engines.tree.prefilter import matching_files

_PATCHED_ATTRIBUTE = re.compile(
    r"""(?:setattr|delattr|patch\.object|patch\.multiple)\(\s*([\w.]+)\s*,\s*["'](\w+)["']"""
)
_DOTTED_STRING = re.compile(r"""["']([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+)["']""")


@dataclass(frozen=True, slots=True)
class Candidates:
    """The files that matter, and what is known of the tree by then.

    ``dotted_strings`` are what strings name, such as the targets of patches, with every prefix; ``*.name``
    where an attribute is patched on an object that is not a string.
    """

    contents: Mapping[str, bytes]
    unreadable: Mapping[str, OSError]
    index: SymbolIndex
    table: RuleTable
    dotted_strings: frozenset[str]


def find_candidates(
    settings: Settings, codemods: Sequence[Codemod], selected: frozenset[str], listing: Sequence[str]
) -> Candidates:
    """Search until no new alias is found: a third file may know a symbol by that name only."""
    words = words_of(codemods, selected)
    while True:
        contents, unreadable = matching_files(settings.root, listing, shortest(words))
        index = open_index(settings, listing, contents)
        table = build_table(codemods, selected, index, words=words)
        texts = {path: data.decode("utf-8", "replace") for path, data in contents.items()}
        added = {
            alias
            for path, text in texts.items()
            for alias in aliases_in(text, words)
            if _is_alias(f"{index.modules.module_of(path)}.{alias}", table, index)
        }
        if not added:
            return Candidates(contents, unreadable, index, table, _named_in_strings(texts.values()))
        words |= added


def _named_in_strings(texts: Iterable[str]) -> frozenset[str]:
    """Every dotted string with its prefixes, and ``*.name`` for each attribute patched on some object."""
    found: set[str] = set()
    for text in texts:
        for dotted in _DOTTED_STRING.findall(text):
            parts = dotted.split(".")
            found.update(".".join(parts[:count]) for count in range(2, len(parts) + 1))
        patched = _PATCHED_ATTRIBUTE.findall(text)
        found.update(f"*.{name}" for owner, name in patched if not _is_class_name(owner))
    return frozenset(found)


def _is_class_name(owner: str) -> bool:
    """By convention; what is patched on a class is no name of a module."""
    return owner.rpartition(".")[2][:1].isupper()


def _is_alias(dotted: str, table: RuleTable, index: SymbolIndex) -> bool:
    resolution = index.resolve(dotted)
    wanted = table.wanted
    return resolution.canonical in wanted.symbols or bool(wanted.redirected.intersection(resolution.chain))


def aliases_in(text: str, words: set[str]) -> Iterator[str]:
    """Names that the text may bind to something that a word is part of, and that hold no word themselves."""
    alternatives = "|".join(sorted(map(re.escape, words)))
    for pattern in (
        rf"(?:{alternatives})\w*[\s\\]+as[\s\\]+(\w+)",
        rf"(?:^|;)[ \t]*((?:\w+[ \t]*(?::[^=\n]*)?=[ \t]*)+)[(\w.]*(?:{alternatives})\w*",
    ):
        for bound in re.findall(pattern, text, re.MULTILINE):
            for alias in re.findall(r"\w+(?=[ \t]*(?:=|:|$))", bound):
                if not any(word in alias for word in words):
                    yield alias
