"""What is wrong with one rule file: collected, so that everything is reported at once."""

from collections.abc import Iterable
from difflib import get_close_matches

from migrate_engines.model.problem import InputError, Problem


class Problems:
    """The problems of the file at ``path``, in the order they were found."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._found: list[Problem] = []

    def __len__(self) -> int:
        return len(self._found)

    def add(self, line: int, what: str, remedy: str) -> None:
        self._found.append(Problem(self.path, line, what, remedy))

    def raise_any(self) -> None:
        """Raises:
        InputError: anything was found.
        """
        if self._found:
            raise InputError(self._found)


def spelling(word: str, known: Iterable[str], otherwise: str) -> str:
    """The remedy for an unknown ``word``: the nearest of the ``known`` ones, or else ``otherwise``."""
    nearest = get_close_matches(word, sorted(known), n=1)
    return f"Did you mean `{nearest[0]}`?" if nearest else otherwise
