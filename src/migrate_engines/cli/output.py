"""Data goes to stdout or a file, everything else to stderr."""

import os
import sys
from pathlib import Path

import typer

from migrate_engines.model.problem import InputError, Problem


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
    typer.echo(text, err=True, nl=not text.endswith("\n"))


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
