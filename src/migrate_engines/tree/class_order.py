"""In which order Python looks through a class and its bases."""

from collections.abc import Callable, Sequence

# Of more bases nobody asks the order. In a hostile tree they would take much memory.
_MOST_CLASSES = 100


class ClassOrders:
    """The orders of method resolution; ``bases_of`` gives canonical names, None where some are not known.

    A class of the same bases stands in for each, so that Python itself gives the order. Bases are made before
    what derives from them, so nothing depends on which class is asked for first.
    """

    def __init__(self, bases_of: Callable[[str], list[str] | None]) -> None:
        self._bases_of = bases_of
        self._stand_ins: dict[str, type | None] = {}

    def __getstate__(self) -> dict[str, object]:
        """Without the stand-ins: classes that are made while the program runs cannot be pickled."""
        return {**vars(self), "_stand_ins": {}}

    def of(self, canonical: str) -> tuple[str, ...] | None:
        """The class and all its bases; None where that cannot be said."""
        standing_in = self._stand_in(canonical)
        return tuple(each.__name__ for each in standing_in.__mro__[:-1]) if standing_in else None

    def _stand_in(self, asked: str) -> type | None:
        waiting, begun = [asked], set[str]()
        while waiting:
            canonical = waiting[-1]
            bases = None if canonical in self._stand_ins else self._bases_of(canonical)
            missing = [each for each in bases or () if each not in self._stand_ins]
            if missing and begun.isdisjoint({canonical, *missing}):
                begun.add(canonical)
                waiting += missing
                continue
            if canonical not in self._stand_ins:
                # Of a class that is its own base, nobody can say what Python would make.
                self._stand_ins[canonical] = None if missing or bases is None else self._new(canonical, bases)
            waiting.pop()
        return self._stand_ins[asked]

    def _new(self, canonical: str, bases: Sequence[str]) -> type | None:
        known = [standing_in for base in bases if (standing_in := self._stand_ins[base]) is not None]
        if len(known) != len(bases):
            return None
        try:
            made = type(canonical, tuple(known), {})
        except TypeError:  # bases that Python cannot bring into an order
            return None
        return made if len(made.__mro__) <= _MOST_CLASSES else None
