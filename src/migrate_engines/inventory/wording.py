"""Numbers and names in sentences."""

from collections.abc import Sequence


def count(number: int, noun: str) -> str:
    """``1 method``, ``2 methods``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def share(part: int, whole: int, noun: str, verb: str) -> str:
    """``1 of 1 method forwards``, ``2 of 3 methods forward``; ``verb`` is the plural's."""
    return f"{part} of {count(whole, noun)} {singular(verb) if 1 in (part, whole) else verb}"


def singular(verb: str) -> str:
    irregular = {"are": "is", "have": "has", "do": "does"}
    return irregular.get(verb, f"{verb}s")


def listed(names: Sequence[str], most: int = 4) -> str:
    """``a, b and c``; with more than ``most``, the rest as a number."""
    shown = list(names) if len(names) <= most else [*names[: most - 1], f"{len(names) - most + 1} more"]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def last(symbol: str) -> str:
    """The last name of a dotted one."""
    return symbol.rpartition(".")[2]
