"""Which files can matter to a run: those that hold a word of the rules, or of an alias of a rule's symbol."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import partial

from msgspec import Struct

from migrate_engines.deciding.missing import standing_for
from migrate_engines.deciding.table import RuleTable, build_table, shortest, words_of
from migrate_engines.model.rule import Codemod
from migrate_engines.running.ahead import search_ahead
from migrate_engines.running.keeping import (
    KeptSymbols,
    files_that_ask,
    files_that_hand_on,
    given_names,
    kept_symbols,
    line_end,
)
from migrate_engines.running.mentions import mentions_in
from migrate_engines.running.workers import NO_WORKERS, Workers
from migrate_engines.settings import Settings
from migrate_engines.tree.import_graph import ImportGraph
from migrate_engines.tree.index import SymbolIndex
from migrate_engines.tree.open import open_tree
from migrate_engines.tree.prefilter import files_that_match, matching_files
from migrate_engines.tree.steps import Step
from migrate_engines.tree.texts import Contents, Texts


class Candidates(Struct, frozen=True):
    """The files that matter, and what is known of the tree by then.

    ``dotted_strings`` are what strings name, such as the targets of patches, with every prefix; ``*.name``
    where an attribute is patched on an object that is not a string. ``assigned`` is
    ``owner.name`` for each name that is set on an object from outside, and modules that have a stub.
    """

    contents: Contents
    unreadable: Mapping[str, OSError]
    index: SymbolIndex
    graph: ImportGraph
    table: RuleTable
    dotted_strings: frozenset[str]
    assigned: frozenset[str]


# In more characters than that nobody looks for what is given to what: any name may be.
_LONG = 2_000


def find_candidates(
    settings: Settings,
    codemods: Sequence[Codemod],
    selected: frozenset[str],
    listing: Sequence[str],
    workers: Workers = NO_WORKERS,
    files: Set[str] | None = None,
) -> Candidates:
    """Search until no new alias is found: a third file may know a symbol by that name only.

    ``files`` are those that a run is about, where it is not about all. Of others it may be enough to know
    what earlier runs have found out, so they are not read before somebody asks for more.
    """
    words = words_of(codemods, selected)
    known = shortest(words)
    looks = (mentions_in, partial(_all_aliases, words=frozenset(words)), partial(given_names, words=known))
    search_ahead(settings.root, listing, known, looks, workers)
    matching, unreadable = files_that_match(settings.root, listing, known, files)
    contents = Contents(settings.root, matching)
    del matching
    tree = open_tree(settings, listing, contents)
    index = tree.index
    texts = Texts(contents)
    kept = KeptSymbols(frozenset(), frozenset())
    mentions = mentions_in(texts)
    while True:
        stubbed = frozenset[str]().union(*(each.stubbed for each in mentions.values()))
        index.adopt(standing_for(codemods, selected, index, stubbed))
        table = build_table(codemods, selected, index, words=words, held=kept.attributes)
        added = {
            alias
            for path, found in _all_aliases(texts, frozenset(words)).items()
            for alias in found
            if _is_alias(f"{index.modules.module_of(path)}.{alias}", table, index)
        }
        others = [path for path in listing if path not in contents and path not in unreadable]
        kept, was_kept = kept_symbols(texts, shortest(words), index, table.wanted), kept
        if not added and kept == was_kept:
            break
        words |= added
        more, failed = matching_files(settings.root, others, shortest(added)) if added else ({}, {})
        contents.update(more)
        contents.update(files_that_ask(kept, settings.root, [path for path in others if path not in more]))
        unreadable.update(failed)
        mentions |= mentions_in(texts.of(contents.keys() - mentions.keys()))
    contents.update(files_that_hand_on(table.wanted.homes, words, settings.root, others))
    mentions |= mentions_in(texts.of(contents.keys() - mentions.keys()))
    stubs = [each.stubbed for path, each in mentions.items() if path.endswith("conftest.py")]
    assigned = frozenset[str]().union(*(each.assigned for each in mentions.values()), *stubs)
    named = frozenset[str]().union(*(each.named for each in mentions.values()))
    named |= _set_on_modules(assigned, listing)
    return Candidates(contents, unreadable, index, tree.graph, table, named, assigned)


def _set_on_modules(assigned: Iterable[str], listing: Iterable[str]) -> set[str]:
    """``*.name`` for what is set on an object that goes by a module's name."""
    modules = {part.removesuffix(".py") for part in set("/".join(listing).split("/"))}
    pairs = (each.rpartition(".") for each in assigned)
    return {f"*.{name}" for owner, _, name in pairs if owner in modules}


def _is_alias(dotted: str, table: RuleTable, index: SymbolIndex) -> bool:
    resolution = index.resolve(dotted)
    wanted = table.wanted
    means = {resolution.canonical, *resolution.meanings}
    return not means.isdisjoint(wanted.symbols) or bool(wanted.redirected.intersection(resolution.chain))


def _all_aliases(texts: Texts, words: frozenset[str]) -> dict[str, frozenset[str]]:
    step = Step("aliases", frozenset[str], tuple(sorted(words)))
    return texts.each(step, partial(_aliases, words=words))


def _aliases(text: str, words: frozenset[str]) -> frozenset[str]:
    return frozenset(aliases_in(text, words))


def aliases_in(text: str, words: Set[str]) -> Iterator[str]:
    """Names that the text may bind to something that a word is part of, and that hold no word themselves."""
    for word in shortest(words):
        if word not in text:
            continue  # patterns take longer to be compiled than to be searched for
        renamed = re.compile(rf"{re.escape(word)}\w*[\s\\]+as[\s\\]+(\w+)")
        # What a call gives back is no alias, nor is a class with parameters.
        assigned = re.compile(
            r"(?:^|;)[ \t]*((?:\w+[ \t]*(?::[^=\n;]*)?=[ \t]*)+)[(\s\\]*[\w.]*"
            rf"{re.escape(word)}[\w.]*+(?![ \t]*[(\[])",
            re.MULTILINE,
        )
        for lines in _lines_around(text, word):
            if len(lines) > _LONG:
                yield from (each for each in set(re.findall(r"\w+", lines)) if not _holds_any(each, words))
                continue
            for bound in (*renamed.findall(lines), *assigned.findall(lines)):
                for alias in re.findall(r"\w+(?=[ \t]*(?:=|:|$))", bound):
                    if not _holds_any(alias, words):
                        yield alias


def _holds_any(name: str, words: Iterable[str]) -> bool:
    return any(word in name for word in words)


def _lines_around(text: str, word: str) -> Iterator[str]:
    """Each line that holds the word, with the one before and the one after."""
    position = text.find(word)
    while position >= 0:
        start = text.rfind("\n", 0, position) + 1
        end = line_end(text, position)
        yield text[text.rfind("\n", 0, max(start - 1, 0)) + 1 : line_end(text, end + 1)]
        position = text.find(word, end)
