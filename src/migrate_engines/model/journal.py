"""What a run wrote over what, so that it can be undone."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct


class Image(Struct, frozen=True):
    """What a file is: the SHA-256 of its contents, and its mode bits (None: those that the umask leaves)."""

    digest: str
    mode: int | None


class FixedLines(Struct, frozen=True):
    """The lines (from 1, the last one included) of a fixed use in the old file."""

    codemod: str | None
    first: int
    last: int


class JournalEntry(Struct, frozen=True):
    """One file; ``before`` is None for a file that the run creates, ``after`` for one that it deletes.

    ``stage`` orders the writing: what fails in one stage holds back the later ones.
    """

    path: str
    before: Image | None
    after: Image | None
    stage: int = 0
    fixed: tuple[FixedLines, ...] = ()

    @property
    def codemods(self) -> frozenset[str | None]:
        """The codemods that fixed a use in this file."""
        return frozenset(lines.codemod for lines in self.fixed)


class Recorded(Struct, frozen=True):
    """One run of the journal.

    Attributes:
        name: a number, counted up.
        root: relative to the folder that the journal is for, with ``/``.
        token: a part of the name of its temporary files.
        rolls_back: the run that this one undoes.
        codemods: of that run only these were undone; empty for all.
        written: the files that it wrote; None while it has not ended.
    """

    name: str
    started: datetime
    tool_version: str
    root: str
    token: str
    entries: tuple[JournalEntry, ...]
    rolls_back: str | None = None
    codemods: tuple[str, ...] = ()
    written: frozenset[str] | None = None

    def done(self) -> Sequence[JournalEntry]:
        """What it has written, or may have where it has not ended."""
        return [entry for entry in self.entries if self.written is None or entry.path in self.written]
