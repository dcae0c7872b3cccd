"""Which files can matter to a run: those that hold a word of the rules, or of an alias of a rule's symbol."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from migrate_engines.deciding.table import RuleTable, build_table, shortest, words_of
from migrate_engines.finding.stubs import stubbed_modules
from migrate_engines.model.rule import Codemod
from migrate_engines.running.mentions import assigned_names, named_in_strings
from migrate_engines.settings import Settings
from migrate_engines.tree.index import SymbolIndex
from migrate_engines.tree.open import open_index
from migrate_engines.tree.prefilter import matching_files


@dataclass(frozen=True, slots=True)
class Candidates:
    """The files that matter, and what is known of the tree by then.

    ``dotted_strings`` are what strings name, such as the targets of patches, with every prefix; ``*.name``
    where an attribute is patched on an object that is not a string. ``assigned`` is
    ``owner.name`` for each name that is set on an object from outside, and modules that have a stub.
    """

    contents: Mapping[str, bytes]
    unreadable: Mapping[str, OSError]
    index: SymbolIndex
    table: RuleTable
    dotted_strings: frozenset[str]
    assigned: frozenset[str]


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
            stubs = [stubbed_modules(text) for path, text in texts.items() if path.endswith("conftest.py")]
            assigned = assigned_names(texts.values()).union(*stubs)
            named = named_in_strings(texts.values()) | _set_on_modules(assigned, listing)
            return Candidates(contents, unreadable, index, table, named, assigned)
        words |= added


def _set_on_modules(assigned: Iterable[str], listing: Iterable[str]) -> set[str]:
    """``*.name`` for what is set on an object that goes by a module's name."""
    modules = {part.removesuffix(".py") for path in listing for part in path.split("/")}
    pairs = (each.rpartition(".") for each in assigned)
    return {f"*.{name}" for owner, _, name in pairs if owner in modules}


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
