"""A folder's files as bytes, and back."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

from migrate_engines.model.problem import InputError, Problem

Tree: TypeAlias = Mapping[str, bytes]
"""Contents by path, relative to the tree's root, with ``/``."""

LEFT_BY_TOOLS = frozenset({"__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".git"})
OWN_PREFIX = ".migrate-engines"


def read_tree(folder: Path) -> dict[str, bytes]:
    """The files below ``folder``, sorted by path; nothing where there is no such folder.

    Caches of other tools, and this tool's own notes at the top of the tree, are no part of it.
    """
    paths = {path.relative_to(folder).as_posix(): path for path in _files(folder)}
    return {name: paths[name].read_bytes() for name in sorted(paths) if not name.startswith(OWN_PREFIX)}


def lay_out(tree: Tree, folder: Path) -> None:
    """Write the files of ``tree`` below ``folder``."""
    for name, data in tree.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def shown(path: Path, root: Path) -> str:
    """``path`` as a reader at ``root`` would write it."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


def refuse_link(path: Path) -> None:
    """
    Raises:
        InputError: it is a symbolic link, which could lead out of the project.
    """
    if path.is_symlink():
        remedy = "Put the file or folder itself there"
        raise InputError([Problem(path.as_posix(), 0, "golden cases are never symbolic links", remedy)])


def _files(folder: Path) -> Iterator[Path]:
    if not folder.is_dir():
        return
    refuse_link(folder)
    for entry in folder.iterdir():
        refuse_link(entry)
        if entry.is_dir() and entry.name not in LEFT_BY_TOOLS:
            yield from _files(entry)
        elif entry.is_file():
            yield entry
