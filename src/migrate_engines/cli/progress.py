"""A progress bar on stderr."""

import sys
from collections.abc import Iterable, Sequence
from typing import TypeVar

_Item = TypeVar("_Item")


def is_wanted(*, quiet: bool) -> bool:
    """A log file or a pipe is no place for a moving bar."""
    return sys.stderr.isatty() and not quiet


def shown(items: Sequence[_Item], title: str, /) -> Iterable[_Item]:
    """A ``running.run.Watch`` that draws."""
    from rich.console import Console
    from rich.progress import track

    return track(items, description=title, console=Console(stderr=True), transient=True)
