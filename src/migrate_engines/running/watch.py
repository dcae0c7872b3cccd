"""Who is told of long work."""

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

_Item = TypeVar("_Item")


class Watch(Protocol):
    """Told of long work; returns the items unchanged."""

    def __call__(self, items: Sequence[_Item], title: str, /) -> Iterable[_Item]: ...


def unwatched(items: Sequence[_Item], title: str, /) -> Iterable[_Item]:
    return items
