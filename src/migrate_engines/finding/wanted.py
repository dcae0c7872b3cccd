"""What to look for, in canonical and in written names."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from msgspec import Struct, field

from migrate_engines.tree.index import ObjectKind, Resolution, SymbolIndex
from migrate_engines.tree.modules import beginnings


class Wanted(Struct, frozen=True):
    """The symbols that rules are about.

    Attributes:
        symbols: canonical names of everything that has a rule for calls.
        retired: those whose every use matters, not only calls.
        redirected: dotted old names (``module.Name``) that have a redirect.
        modules: the modules that redirects turn into shims.
        words: every name under which the tree can know a wanted symbol holds one of them.
        held: attributes of classes that keep a wanted symbol, and hold none of the words.
        homes: the modules that define a retired object, each with one of those.
        canonical: the codemod by canonical name of each class that takes its own name everywhere.
    """

    symbols: frozenset[str]
    retired: frozenset[str]
    redirected: frozenset[str]
    modules: frozenset[str]
    words: frozenset[str]
    canonical: Mapping[str, str] = field(default_factory=dict)
    held: frozenset[str] = frozenset()
    homes: Mapping[str, str] = field(default_factory=dict)

    def is_relevant(self, dotted: str, index: SymbolIndex, *, is_root: bool = False) -> bool:
        """Whether an import of ``dotted`` could lead to a wanted symbol.

        ``is_root`` says that a chain of attributes which holds a word begins there: then the import may
        bring a module that another module passes on, or a class that holds one.
        """
        if dotted.rpartition(".")[0] in self.modules:
            return True
        if not self.may_mean(dotted):
            return is_root or index.is_module(dotted)
        resolution = index.resolve(dotted)
        if resolution.kind is ObjectKind.MODULE:
            return True
        if not self.symbols.isdisjoint(resolution.meanings) or self.is_made_up(resolution, index):
            return True
        if resolution.canonical in self.symbols or self.redirected.intersection(resolution.chain):
            return True
        return resolution.kind in (ObjectKind.CLASS, ObjectKind.EXTERNAL) and self._owns(resolution.canonical)

    def is_made_up(self, resolution: Resolution, index: SymbolIndex) -> bool:
        """Whether a module may make up, on request, what has the last name of a wanted symbol."""
        if resolution.kind is not ObjectKind.VALUE:
            return False
        module, rest = index.modules.split(resolution.canonical)
        summary = index.summary(module) if module and len(rest) == 1 else None
        if summary is None or "__getattr__" not in summary.names or rest[0] in summary.names:
            return False
        return any(each.rpartition(".")[2] == rest[0] for each in self.symbols)

    def may_mean(self, dotted: str) -> bool:
        """A cheap look at the last name, before any module is read."""
        return self.holds_word(dotted.rpartition(".")[2])

    def holds_word(self, text: str) -> bool:
        return _search(self.words)(text) is not None

    def concerns(self, dotted: str, canonical: str) -> bool:
        """Whether a dotted name means a retired object, a member of one, or anything in a retired module."""
        if canonical in self.retired or canonical.rpartition(".")[0] in self.retired:
            return True
        return any(each in self.modules or each in self.redirected for each in prefixes(dotted))

    def _owns(self, canonical: str) -> bool:
        prefix = f"{canonical}."
        return any(symbol.startswith(prefix) for symbol in self.symbols)


@lru_cache(maxsize=4)
def _search(words: frozenset[str]) -> Callable[[str], re.Match[str] | None]:
    """A search for any of the words. Names are short: one pattern is faster than one search for each word."""
    pattern = "|".join(map(re.escape, sorted(words))) if words else "(?!)"
    return re.compile(pattern).search


def prefixes(dotted: str) -> Iterator[str]:
    """The name itself, then ever shorter beginnings; of one that is too deep for a tree, those alone."""
    return reversed([*beginnings(dotted)])
