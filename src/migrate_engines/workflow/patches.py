"""The parts of a series as files: a patch that `git am` takes, and the text of its pull request."""

from collections.abc import Sequence
from pathlib import Path

from migrate_engines.model.problem import InputError, Problem
from migrate_engines.workflow.branches import plain_name

_SERIES = "series"  # names the files of the last split, so that the next one can take them away


def write_patches(
    folder: Path, names: Sequence[str], texts: Sequence[bytes], bodies: Sequence[str]
) -> list[tuple[Path, bool]]:
    """``0001-NAME.patch`` and ``.md`` for each part; the path of each patch, and whether it is another one.

    Raises:
        InputError: the folder cannot be written to.
    """
    wanted: dict[str, bytes] = {}
    for number, (name, text, body) in enumerate(zip(names, texts, bodies, strict=True), 1):
        stem = f"{number:04}-{plain_name(name)}"
        wanted[f"{stem}.patch"] = text
        wanted[f"{stem}.md"] = body.encode("utf-8", "backslashreplace")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        new = {name for name, data in wanted.items() if not _holds(folder / name, data)}
        for name in _earlier(folder).difference(wanted):
            (folder / name).unlink(missing_ok=True)
        for name in new:
            (folder / name).write_bytes(wanted[name])
        listed = "".join(f"{name}\n" for name in wanted)
        (folder / _SERIES).write_text(listed, encoding="utf-8", newline="\n")
    except OSError as error:
        what = f"The patches cannot be written: {error.strerror}"
        raise InputError([Problem(folder.as_posix(), 0, what, "Name another folder.")]) from error
    return [(folder / name, name in new) for name in wanted if name.endswith(".patch")]


def _holds(file: Path, data: bytes) -> bool:
    return file.is_file() and file.read_bytes() == data


def _earlier(folder: Path) -> set[str]:
    """Plain names only: the list may come from anywhere."""
    file = folder / _SERIES
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    return {line for line in lines if line and Path(line).name == line and line != _SERIES}
