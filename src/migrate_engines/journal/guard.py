"""Files that git could not give back are not written over unasked.

A file counts as saved where its contents are what git's index holds: staged is enough, so that a commit
hook may run on what is about to be committed. Contents are compared, not time stamps, and through no
filter: a filter is a program that the repository names. Line ends may differ as `core.autocrlf` lets them.
"""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

from migrate_engines.model.problem import InputError, Problem
from migrate_engines.tree.git import GitUnusable, ask_git, is_ignored

_REMEDY = (
    "Commit, stage or stash it, or pass --allow-dirty (what the run writes can be rolled back either way)."
)


def refuse_unsaved(root: Path, contents: Mapping[str, bytes]) -> None:
    """``contents`` are the files that would be written over, as they are now, by path below the root.

    Outside git nothing is refused.

    Raises:
        InputError: git does not hold some of them, or cannot be asked.
    """
    if not contents or not any((folder / ".git").exists() for folder in (root, *root.parents)):
        return
    try:
        index = _index(root)
        if not index and is_ignored(root):
            return  # a folder that the repository around it ignores is outside git
    except GitUnusable as error:
        what = f"Git cannot be asked which files have changes: {error}"
        raise InputError([Problem(str(root), 0, what, "Settle that, or pass --allow-dirty.")]) from error
    problems = [
        Problem(path, 0, why, _REMEDY)
        for path, data in contents.items()
        if (why := _unsaved(data, index.get(path)))
    ]
    if problems:
        raise InputError(problems)


def _index(root: Path) -> dict[str, bytes]:
    """Object names by path; an empty name for a file that is not merged."""
    entries: dict[str, bytes] = {}
    for line in ask_git("ls-files", "--stage", "-z", folder=root).split(b"\0"):
        if line:
            described, _, path = line.partition(b"\t")
            _, name, stage = described.split(b" ")
            entries[os.fsdecode(path)] = name if stage == b"0" else b""
    return entries


def _unsaved(data: bytes, name: bytes | None) -> str | None:
    if name is None:
        return "Git does not track it, so it could not give it back"
    if name in (_object_name(data, len(name)), _object_name(data.replace(b"\r\n", b"\n"), len(name))):
        return None
    return "It has changes that are not staged in git"


def _object_name(data: bytes, length: int) -> bytes:
    """As git names a blob: SHA-1, or SHA-256 in a repository of that kind."""
    algorithm = hashlib.sha256 if length == 64 else hashlib.sha1
    return algorithm(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest().encode()
