"""What a run looks at below its root: all that its result can depend on, besides which files there are.

Whatever reads there notes it here, so that a result can be known to hold for a tree that differs elsewhere.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from msgspec import Struct, field


class Trace(Struct):
    """Everything is noted that was asked, whatever the answer was.

    Attributes:
        read: paths of files whose contents were used, relative to the root, with ``/``.
        words: what the contents of all other files were searched for, and do not hold.
        summaries: paths of the files of which it was asked what they bind; they are among the read ones.
        imports: likewise, what they import.
        answers: what was asked of the names that many texts hold together, and what was answered.
        folders: the names of code in folders that were looked into, whether they are listed or not.
        existing: whether there is anything at a path.
        is_torn: a file had other contents than when the run began, so that nothing here may be relied on.
    """

    read: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    summaries: set[str] = field(default_factory=set)
    imports: set[str] = field(default_factory=set)
    answers: dict[str, str] = field(default_factory=dict)
    folders: dict[Path, frozenset[str]] = field(default_factory=dict)
    existing: dict[str, bool] = field(default_factory=dict)
    is_torn: bool = False


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


def current_trace() -> Trace | None:
    """What was noted until now, if anybody does."""
    return _CURRENT.get()


def note_read(*paths: str) -> None:
    if trace := _CURRENT.get():
        trace.read.update(paths)


def note_summary(*paths: str) -> None:
    """It was asked what the files bind."""
    if trace := _CURRENT.get():
        trace.read.update(paths)
        trace.summaries.update(paths)


def note_imports(*paths: str) -> None:
    """It was asked what the files import."""
    if trace := _CURRENT.get():
        trace.read.update(paths)
        trace.imports.update(paths)


def note_search(words: Iterable[str], found: Iterable[str]) -> None:
    """Files were searched for any of the words; ``found`` hold one, and their contents are used."""
    if trace := _CURRENT.get():
        trace.words.update(words)
        trace.read.update(found)


def note_answer(question: str, answer: str) -> None:
    if trace := _CURRENT.get():
        trace.answers[question] = answer


def note_folder(folder: Path, names: frozenset[str]) -> None:
    if trace := _CURRENT.get():
        trace.folders[folder] = names


def note_existing(path: str, is_there: bool) -> None:
    if trace := _CURRENT.get():
        trace.existing[path] = is_there


def note_torn() -> None:
    """A file changed while the run was under way."""
    if trace := _CURRENT.get():
        trace.is_torn = True


def note_trace(other: Trace) -> None:
    """What was looked at on behalf of this run, somewhere else."""
    if trace := _CURRENT.get():
        trace.read |= other.read
        trace.words |= other.words
        trace.summaries |= other.summaries
        trace.imports |= other.imports
        trace.answers |= other.answers
        trace.folders |= other.folders
        trace.existing |= other.existing
        trace.is_torn |= other.is_torn
