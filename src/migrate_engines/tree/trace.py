"""What a run looks at below its root: all that its result can depend on, besides which files there are.

Whatever reads there notes it here, so that a result can be known to hold for a tree that differs elsewhere.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(slots=True)
class Trace:
    """Everything is noted that was asked, whatever the answer was.

    Attributes:
        read: paths of files whose contents were used, relative to the root, with ``/``.
        words: what the contents of all other files were searched for, and do not hold.
        folders: the names of code in folders that were looked into, whether they are listed or not.
        existing: whether there is anything at a path.
    """

    read: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    folders: dict[Path, frozenset[str]] = field(default_factory=dict)
    existing: dict[str, bool] = field(default_factory=dict)


_CURRENT: ContextVar[Trace | None] = ContextVar("trace", default=None)


@contextmanager
def traced() -> Iterator[Trace]:
    """Inside, what is noted comes to this trace."""
    trace = Trace()
    token = _CURRENT.set(trace)
    try:
        yield trace
    finally:
        _CURRENT.reset(token)


def note_read(*paths: str) -> None:
    if trace := _CURRENT.get():
        trace.read.update(paths)


def note_search(words: Iterable[str], found: Iterable[str]) -> None:
    """Files were searched for any of the words; ``found`` hold one, and their contents are used."""
    if trace := _CURRENT.get():
        trace.words.update(words)
        trace.read.update(found)


def note_folder(folder: Path, names: frozenset[str]) -> None:
    if trace := _CURRENT.get():
        trace.folders[folder] = names


def note_existing(path: str, is_there: bool) -> None:
    if trace := _CURRENT.get():
        trace.existing[path] = is_there


def note_trace(other: Trace) -> None:
    """What was looked at on behalf of this run, somewhere else."""
    if trace := _CURRENT.get():
        trace.read |= other.read
        trace.words |= other.words
        trace.folders |= other.folders
        trace.existing |= other.existing
