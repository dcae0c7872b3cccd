"""Names that the texts of a tree hold. What is asked of them is noted: the others may come and go."""

from collections.abc import Iterable
from functools import lru_cache

from msgspec import Struct

from migrate_engines.tree.trace import note_answer

_LAST = "*"


class Named(Struct, frozen=True):
    """``what`` tells these names from others, in what is noted."""

    what: str
    names: frozenset[str] = frozenset()

    def among(self, asked: Iterable[str]) -> set[str]:
        """Those of the asked ones that are there."""
        return {name for name in asked if self._answer("", name)}

    def called(self, last: str) -> tuple[str, ...]:
        """The dotted names that end with one, sorted."""
        self._answer(_LAST, last)
        return _by_last_name(self.names).get(last, ())

    def answer(self, question: str) -> str:
        """What was noted, or would be: the found names with spaces between them."""
        kind, _, name = question.removeprefix(f"{self.what} ").partition(" ")
        if kind == _LAST:
            return " ".join(_by_last_name(self.names).get(name, ()))
        return name if name in self.names else ""

    def _answer(self, kind: str, name: str) -> str:
        question = f"{self.what} {kind} {name}"
        answer = self.answer(question)
        note_answer(question, answer)
        return answer


@lru_cache(maxsize=1)
def _by_last_name(names: frozenset[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for each in sorted(names):
        found.setdefault(each.rpartition(".")[2], []).append(each)
    return {last: tuple(each) for last, each in found.items()}
