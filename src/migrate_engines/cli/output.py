"""Data goes to stdout or a file, everything else to stderr."""

import os
import re
import sys
from pathlib import Path

from migrate_engines.model.problem import InputError, Problem

# What changes colours on a terminal is of no use in a file; names that the user gives may hold it.
_CONTROL = re.compile(r"\x1b\[[;?0-9]*[a-zA-Z]")


def emit(data: str | bytes, file: Path | None, *, is_for_people: bool = True) -> None:
    """Write the data itself: bytes as they are, text as the console can show it; to a file as UTF-8.

    What is not for people (a page, annotations, Markdown) is UTF-8 everywhere: the next program expects that.

    Raises:
        InputError: the file cannot be written.
    """
    if file is not None:
        _write(data, file)
        return
    try:
        _print(data if is_for_people else _as_bytes(data))
    except BrokenPipeError:
        # The reader (`| head`) has seen enough; what the run did and its exit code stand all the same.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def note(text: str) -> None:
    """Something for the person, not for the next program."""
    if sys.stderr is None:  # a program without a console has none
        return
    line = text if text.endswith("\n") else f"{text}\n"
    sys.stderr.write(line if sys.stderr.isatty() else _CONTROL.sub("", line))
    sys.stderr.flush()


def tell_interrupted(error: KeyboardInterrupt) -> int:
    """Say that a command was interrupted, and what there is to know; gives the exit code of a shell."""
    for text in ("interrupted", *getattr(error, "__notes__", ())):
        note(text)
    return 130


def _print(data: str | bytes) -> None:
    if isinstance(data, str):
        sys.stdout.write(data)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
    sys.stdout.flush()


def _as_bytes(data: str | bytes) -> bytes:
    return data.encode("utf-8", "backslashreplace") if isinstance(data, str) else data


def _write(data: str | bytes, file: Path) -> None:
    try:
        file.write_bytes(_as_bytes(data))
    except OSError as error:
        what = f"The output cannot be written: {error.strerror}"
        raise InputError([Problem(str(file), 0, what, "Name a file that can be written.")]) from error


def repository_prefix(root: Path) -> str:
    """Where ``root`` stands in its repository: "" at the top or without one, else "folder/"."""
    for folder in (root, *root.parents):
        if (folder / ".git").exists():
            inside = root.relative_to(folder).as_posix()
            return "" if inside == "." else f"{inside}/"
    return ""
