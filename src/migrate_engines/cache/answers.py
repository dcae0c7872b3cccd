"""The entries from which calls are answered again, in files that ``replay`` reads; so this imports little."""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from migrate_engines import replay

REPORT, UNKNOWN = "report", "unknown"
_MOST_ENTRIES = 200
_MOST_BYTES = 64 * 2**20


def report_lines(
    root: Path, name: str, code: int, out: str | bytes, err: str, *, is_plain: bool
) -> list[str]:
    """An entry for a call in a tree of this name. ``is_plain`` says that it looks the same on a terminal."""
    text = out if isinstance(out, str) else out.decode("utf-8", "surrogateescape")
    kind = "text" if isinstance(out, str) else "bytes"
    plain = "plain" if is_plain else "coloured"
    return [REPORT, str(root), name, f"{code} {len(text)} {kind} {plain}", text + err]


def seen_lines(root: Path, files: Iterable[str]) -> list[str]:
    """An entry for a call on files with such contents, before its answer is worked out. Raises OSError."""
    return ["seen", str(root), *sorted(replay.digest_of(file, "file") for file in files)]


def entry(name: str) -> list[str] | None:
    """The lines of an entry; None where there is none. Raises OSError where it cannot be read."""
    data = entry_data(name)
    return None if data is None else replay.lines_of(data)


def entry_data(name: str) -> bytes | None:
    """An entry as it was written; None where there is none. Raises OSError where it cannot be read."""
    try:
        with open(replay.entry_of(name), "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None


def write_entry(name: str, lines: list[str]) -> None:
    """Whole or not at all, also where two runs write the same.

    Raises:
        OSError: the cache cannot be written.
        UnicodeError: a line is no text.
    """
    path = replay.entry_of(name)
    data = replay.written(lines)
    os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
    other = f"{path}.{os.getpid()}"
    try:
        with open(other, "xb") as file:
            file.write(data)
        os.replace(other, path)
    except OSError:
        with suppress(OSError):
            os.unlink(other)
        raise
    _prune(os.path.dirname(path))


def _prune(folder: str) -> None:
    """The newest entries stay, not too many, and not of too many bytes. Raises OSError."""
    with os.scandir(folder) as found:
        entries = [(each.stat(), each.path) for each in found]
    entries.sort(key=lambda each: each[0].st_mtime_ns, reverse=True)
    length = 0
    for number, (known, path) in enumerate(entries):
        length += known.st_size
        if number >= _MOST_ENTRIES or length > _MOST_BYTES:
            os.unlink(path)
