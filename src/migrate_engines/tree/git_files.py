"""Which files git tracks or could add, and what the system says of them.

It is asked before anything else is imported, too: so this imports little.
"""

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from migrate_engines.tree.git import GitUnusable, ask_git, is_ignored


def git_names(root: Path, endings: Iterable[str]) -> list[str] | None:
    """Paths relative to the root, sorted, with ``/``.

    None where the root is not in a git work tree, or is ignored by the one around it.
    """
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


def without_linked(root: Path, names: Sequence[str]) -> Iterator[tuple[str, os.stat_result]]:
    """Those of the names that are files, none of them below a symbolic link."""
    links = tuple(f"{folder}/" for folder in _folders_of(names) if os.path.islink(f"{root}/{folder}"))
    return own_files(root, (name for name in names if not name.startswith(links)))


def own_files(root: Path, names: Iterable[str]) -> Iterator[tuple[str, os.stat_result]]:
    """The names that are files. Symbolic links are left to the file that they point to."""
    for name in names:
        try:
            found = os.lstat(f"{root}/{name}")
        except (OSError, ValueError):
            continue
        if stat.S_ISREG(found.st_mode):
            yield name, found


def _folders_of(names: Iterable[str]) -> set[str]:
    """Every folder above one of the names, below the root."""
    found: set[str] = set()
    for name in names:
        folder = name.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found
