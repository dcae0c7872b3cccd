"""Which files git tracks or could add, and what the system says of them.

It is asked before anything else is imported, too: so this imports little.
"""

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from time import time_ns

from migrate_engines.tree.beside import Beside
from migrate_engines.tree.git import GitUnusable, ask_git, is_ignored

SETTINGS_ENDINGS = (".toml", ".yaml", ".yml", ".ini", ".cfg")
# Of the names of all files that take part where the settings name no others.
_USUAL_ENDINGS = (".py", *SETTINGS_ENDINGS, ".ipynb")

# The size, the times of the last change of the contents and of anything, in ns, and the file's number.
Stamp = tuple[int, int, int, int]
# A time before anything was looked at, the names that git lists, and the stamps of those that are files.
GitFound = tuple[int, list[str], dict[str, Stamp]]

# Where git keeps its own files, and the top folder of the work tree.
GitPlaces = tuple[str, str]

_BEGUN: list[tuple[Path, tuple[str, ...], Beside[tuple[GitFound | None, GitPlaces | None]]]] = []
_PLACES: dict[Path, GitPlaces | None] = {}


def begin_listing(root: Path, endings: Sequence[str] = _USUAL_ENDINGS) -> None:
    """List while the program is loaded. Whoever asks for just that next is given it, and once.

    Without ``endings``, what takes part if the settings name no other files. Where git keeps its own files is
    found out as well.
    """
    if any((begun_for, begun_endings) == (root, tuple(endings)) for begun_for, begun_endings, _ in _BEGUN):
        return
    forget_listing()
    _BEGUN.append((root, tuple(endings), Beside(lambda: (_found(root, endings), _places(root)))))


def forget_listing() -> None:
    """What was begun is for the call that began it."""
    _PLACES.clear()
    while _BEGUN:
        _BEGUN.pop()[2].drop()


def git_found(root: Path, endings: Sequence[str]) -> GitFound | None:
    """The files below the root, by paths relative to it, sorted, with ``/``.

    None where the root is not in a git work tree, or is ignored by the one around it.
    """
    found = None
    if _BEGUN:
        begun_for, begun_endings, begun = _BEGUN.pop()
        # Waited for in any case: no process may be forked while a thread is at work.
        if (result := begun.result()) is not None:
            _PLACES[begun_for] = result[1]
            found = result[0] if (begun_for, begun_endings) == (root, tuple(endings)) else None
    return _found(root, endings) if found is None else found


def git_places(root: Path) -> GitPlaces | None:
    """None where the root is in no work tree of git that can be used. What a listing found is given once."""
    return _PLACES.pop(root) if root in _PLACES else _places(root)


def _places(root: Path) -> GitPlaces | None:
    if not any((folder / ".git").exists() for folder in (root, *root.parents)):
        return None
    try:
        told = ask_git("rev-parse", "--absolute-git-dir", "--show-toplevel", folder=root)
    except GitUnusable:
        return None
    lines = os.fsdecode(told).splitlines()
    return (lines[0], lines[1]) if len(lines) == 2 else None  # else there is a line break in a path


def _git_names(root: Path, endings: Iterable[str]) -> list[str] | None:
    """The names alone, some of which may be no files."""
    if not any((folder / ".git").exists() for folder in (root, *root.parents)):
        return None
    patterns = [f"*{ending}" for ending in endings]
    command = ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns]
    try:
        listing = ask_git(*command, folder=root)
        names = sorted(set(os.fsdecode(listing).split("\0")) - {""})
        if not names and is_ignored(root):
            return None
    except GitUnusable:
        return None
    return names


def _found(root: Path, endings: Iterable[str]) -> GitFound | None:
    now = time_ns()
    names = _git_names(root, endings)
    return None if names is None else (now, names, dict(_without_linked(root, names)))


def _without_linked(root: Path, names: Sequence[str]) -> Iterator[tuple[str, Stamp]]:
    """Those of the names that are files, none of them below a symbolic link."""
    links = tuple(f"{folder}/" for folder in _folders_of(names) if os.path.islink(f"{root}/{folder}"))
    return own_files(root, (name for name in names if not name.startswith(links)))


def own_files(root: Path, names: Iterable[str]) -> Iterator[tuple[str, Stamp]]:
    """The names that are files. Symbolic links are left to the file that they point to."""
    for name in names:
        try:
            found = os.lstat(f"{root}/{name}")
        except (OSError, ValueError):
            continue
        if stat.S_ISREG(found.st_mode):
            yield name, stamp_of(found)


def stamp_of(found: os.stat_result) -> Stamp:
    """What changes with a file."""
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def _folders_of(names: Iterable[str]) -> set[str]:
    """Every folder above one of the names, below the root."""
    found: set[str] = set()
    for name in names:
        folder = name.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found
