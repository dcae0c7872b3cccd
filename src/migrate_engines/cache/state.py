"""What each file of a tree holds, by digest; a file that the system says is the same is not read again.

As in git's index, the system's word (size, times, number) is not taken for a file that changed so shortly
before it was looked at that another change may have left the same times.
"""

import os
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeAlias

import msgspec

from migrate_engines.cache.folder import CacheFolder
from migrate_engines.cache.records import read_record, write_record
from migrate_engines.tree.digest import Digest, digest_of
from migrate_engines.tree.git_files import Stamp, stamp_of

# The coarsest clock of a file system in use, FAT's, goes by two seconds.
_RACY = 3 * 10**9
_UNKNOWN = (-1, -1, -1, -1)
# Another name for other digests.
_NAME = "tree-sha256"

# A stamp, then the digest.
Known: TypeAlias = tuple[int, int, int, int, Digest]


class TreeState(msgspec.Struct, frozen=True, array_like=True):
    """The files of a tree at one time; ``taken`` is that time, in nanoseconds of the system's clock."""

    taken: int = 0
    files: dict[str, Known] = {}

    def digests(self) -> dict[str, Digest]:
        """By path."""
        return {path: known[4] for path, known in self.files.items()}


def kept_state(root: Path, folder: CacheFolder, found: Mapping[str, Stamp], now: int) -> TreeState:
    """The state of the files, which were ``found`` after the time ``now``. It is kept for the next time.

    Raises:
        OSError: one of them cannot be read.
    """
    before = read_record(folder, _NAME, TreeState) or TreeState()
    state = state_of(root, found, before, now)
    if state.files != before.files or before.taken > now:
        write_record(folder, _NAME, state)
    return state


def state_of(root: Path, found: Mapping[str, Stamp], before: TreeState, now: int) -> TreeState:
    """The state of the files that were ``found`` after the time ``now``.

    Raises:
        OSError: one of them cannot be read.
    """
    # A clock that went back makes new times that look old.
    known = before.files if before.taken <= now else {}
    files: dict[str, Known] = {}
    for path, stamp in found.items():
        same = known.get(path)
        files[path] = same if same and same[:4] == stamp else _anew(root, path, stamp, now)
    return TreeState(now, files)


def forget_state(folder: CacheFolder) -> None:
    """Every file is read again: one of them does not hold what the state says."""
    write_record(folder, _NAME, TreeState())


def has_stamp(known: Known) -> bool:
    """Whether the system's word is taken for a file."""
    return known[:4] != _UNKNOWN


def unknown_stamps(state: TreeState, found: Mapping[str, Stamp]) -> dict[str, Stamp]:
    """What the system said of those of the found files of which the state does not take its word."""
    return {path: found[path] for path, known in state.files.items() if not has_stamp(known)}


def is_still(root: Path, state: TreeState, unknown: Mapping[str, Stamp], paths: Iterable[str]) -> bool:
    """Whether none of these files has changed since, not even for a moment; ``unknown`` are stamps as above.

    Raises:
        OSError: one of them is gone, or cannot be read.
    """
    now = time.time_ns()
    for path in paths:
        known = state.files[path]
        found = stamp_of(os.lstat(f"{root}/{path}"))
        if found != unknown.get(path, known[:4]):
            return False
        if known[:4] != found and _anew(root, path, found, now)[4] != known[4]:
            return False
    return True


def _anew(root: Path, path: str, stamp: Stamp, now: int) -> Known:
    with open(f"{root}/{path}", "rb", buffering=0) as file:
        digest = digest_of(file.read())
    _, modified, changed, _ = stamp
    is_racy = max(modified, changed) > now - _RACY
    return (*(_UNKNOWN if is_racy else stamp), digest)
