"""How much of a class's logic is repeated in other implementations.

The measure: statements are normalised (see ``facts.bodies``), and a statement is repeated when it lies in a
run of three statements that a method of another implementation has, too, or when its whole method, of two
statements, is equal to one there. Single statements say nothing: ``self.context = context`` is everywhere.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from migrate_engines.facts.bodies import MethodBody
from migrate_engines.inventory.entry import Duplication

_RUN = 3
_Run = tuple[str, ...]


def duplications(bodies: Mapping[str, Sequence[MethodBody]]) -> dict[str, Duplication]:
    """For each class, what the others repeat of it."""
    owners: dict[_Run, set[str]] = {}
    for symbol, methods in bodies.items():
        for body in methods:
            for _, run in _runs(body.statements):
                owners.setdefault(run, set()).add(symbol)
    return {symbol: _of(symbol, methods, owners) for symbol, methods in bodies.items()}


def _of(symbol: str, methods: Sequence[MethodBody], owners: Mapping[_Run, set[str]]) -> Duplication:
    total, repeated = 0, 0
    partners: Counter[str] = Counter()
    for body in methods:
        total += len(body.statements)
        marked: dict[int, set[str]] = {}
        for start, run in _runs(body.statements):
            others = owners[run] - {symbol}
            for position in range(start, start + len(run)) if others else ():
                marked.setdefault(position, set()).update(others)
        repeated += len(marked)
        partners.update(other for others in marked.values() for other in others)
    ordered = sorted(partners.items(), key=lambda each: (-each[1], each[0]))
    return Duplication(total, repeated, tuple(ordered))


def _runs(statements: Sequence[str]) -> Iterator[tuple[int, _Run]]:
    """Each run of three, and where it starts; the whole of a method of two."""
    if len(statements) == _RUN - 1:
        yield 0, tuple(statements)
    for start in range(len(statements) - _RUN + 1):
        yield start, tuple(statements[start : start + _RUN])
