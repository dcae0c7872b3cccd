"""Short names that still tell implementations apart."""

from collections import Counter
from collections.abc import Iterable, Mapping

from migrate_engines.inventory.entry import Entry, EntryKind


def short_labels(entries: Iterable[Entry]) -> Mapping[str, str]:
    """For each dotted name the shortest end of it that no other has: ``factory.Engine`` where there are two.

    A class keeps its own name unless another class has it; redirects and phantoms give way.
    """
    every = tuple(entries)
    classes = Counter(entry.name for entry in every if entry.kind is EntryKind.CLASS)
    labels = {
        entry.symbol: entry.name
        for entry in every
        if entry.kind is EntryKind.CLASS and classes[entry.name] == 1
    }
    taken = set(labels.values())
    symbols = [entry.symbol for entry in every]
    for symbol in symbols:
        if symbol not in labels:
            labels[symbol] = _shortest(symbol, symbols, taken)
    return labels


def _shortest(symbol: str, symbols: Iterable[str], taken: set[str]) -> str:
    parts = symbol.split(".")
    for length in range(1, len(parts)):
        end = ".".join(parts[-length:])
        alike = [other for other in symbols if other == end or other.endswith(f".{end}")]
        if end not in taken and len(alike) == 1:
            return end
    return symbol
