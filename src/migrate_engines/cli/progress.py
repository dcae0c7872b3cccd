"""A progress bar on stderr."""

import sys
from collections.abc import Iterator, Sequence
from typing import TypeVar

_Item = TypeVar("_Item")


def is_wanted(*, quiet: bool) -> bool:
    """A log file or a pipe is no place for a moving bar."""
    return sys.stderr.isatty() and not quiet


def shown(items: Sequence[_Item], title: str, /) -> Iterator[_Item]:
    """A ``running.run.Watch`` that draws."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn(title), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield from progress.track(items)
