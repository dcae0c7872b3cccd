"""What one run is asked to do."""

from pathlib import Path

from msgspec import Struct

from migrate_engines.model.report import Mode
from migrate_engines.model.span import Span


class Request(Struct, frozen=True):
    """The defaults are the command line's own.

    Attributes:
        paths: files or folders; empty means the whole root.
        select: codemods to run; empty means all of them.
        ignore: codemods left out.
        module: only this module or package is changed.
        keeps: report calls that are right as they are, too.
        allow_dirty: also write over files that git could not give back.
        declined: calls that stay as they are, by file and span.
        skipped: files that stay as they are.
        jobs: processes that decide files at a time; 0 for none but this one, None for one per processor.
        keeps_journal: what is written can be undone; without it, nothing is looked at but the files.
    """

    paths: tuple[Path, ...] = ()
    mode: Mode = Mode.APPLY
    unsafe: bool = False
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    module: str | None = None
    keeps: bool = False
    allow_dirty: bool = False
    jobs: int | None = None
    keeps_journal: bool = True
    declined: frozenset[tuple[str, Span]] = frozenset()
    skipped: frozenset[str] = frozenset()
