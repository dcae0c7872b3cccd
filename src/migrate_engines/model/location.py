"""A line of a file."""

from msgspec import Struct


class Location(Struct, frozen=True, order=True):
    """``path`` is relative to the root, with ``/``; ``line`` starts at 1."""

    path: str
    line: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"
