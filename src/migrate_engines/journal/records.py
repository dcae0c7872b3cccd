"""The journal's files: JSON, and the contents of files as they are.

    <home>/lock                      held while a run writes
    <home>/holder                    who holds it, for people
    <home>/runs/<N>/run.json         what run N is about to write over what
    <home>/runs/<N>/images/<digest>  the contents, old and new, by their SHA-256
    <home>/runs/<N>/end.json         which files it did write; a run without this was interrupted

``<home>`` is ``migrate-engines`` in the git directory of the work tree, or a folder of the tree's own in
the user's state folder. A folder without run.json was cut short before anything was written: the next run
removes it. To take a file back by hand, copy the image that run.json names as its ``before``.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated, TypeVar

import msgspec
from msgspec import Struct

from migrate_engines.journal.files import write_durably
from migrate_engines.model.journal import JournalEntry, Recorded
from migrate_engines.model.problem import InputError, Problem

FORMAT = 1


class _Format(Struct, frozen=True):
    format: int


class _Header(Struct, frozen=True):
    format: int
    name: str
    started: datetime
    tool_version: str
    root: str
    token: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]+$")]  # it becomes a part of file names
    entries: tuple[JournalEntry, ...]
    rolls_back: str | None = None
    codemods: tuple[str, ...] = ()


class _End(Struct, frozen=True):
    format: int
    ended: datetime
    written: tuple[str, ...]


_Record = TypeVar("_Record", _Format, _Header, _End)


def write_header(folder: Path, run: Recorded) -> None:
    """Raises OSError."""
    header = _Header(
        FORMAT,
        run.name,
        run.started,
        run.tool_version,
        run.root,
        run.token,
        run.entries,
        run.rolls_back,
        run.codemods,
    )
    _write(folder / "run.json", header)


def write_end(folder: Path, written: frozenset[str], now: datetime) -> None:
    """Raises OSError."""
    _write(folder / "end.json", _End(FORMAT, now, tuple(sorted(written))))


def read_run(folder: Path) -> Recorded | None:
    """The run in a folder, None where there is none yet.

    Raises:
        InputError: it is damaged, or of a newer version of this tool.
    """
    header = _read(folder / "run.json", _Header)
    if header is None:
        return None
    end = _read(folder / "end.json", _End)
    return Recorded(
        folder.name,
        header.started,
        header.tool_version,
        header.root,
        header.token,
        header.entries,
        header.rolls_back,
        header.codemods,
        frozenset(end.written) if end else None,
    )


def _write(path: Path, record: _Header | _End) -> None:
    # The standard library's JSON: it alone keeps the surrogates of a file name that is no UTF-8.
    write_durably(path, json.dumps(msgspec.to_builtins(record), indent=1).encode() + b"\n")


def _read(path: Path, kind: type[_Record]) -> _Record | None:
    try:
        found = json.loads(path.read_bytes())
        if msgspec.convert(found, _Format).format > FORMAT:
            remedy = "Use the version that wrote it, or a newer one."
            raise InputError([Problem(str(path), 0, "It is of a newer version of migrate-engines", remedy)])
        return msgspec.convert(found, kind)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        remedy = "Restore it, or remove the folder that it is in if that run need not be undone."
        raise InputError([Problem(str(path), 0, f"The journal cannot be read: {error}", remedy)]) from error
