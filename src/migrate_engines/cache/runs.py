"""Runs that have ended well, kept under what they were asked, and found again for the same tree."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import msgspec

from migrate_engines.cache.entry import Entry
from migrate_engines.cache.folder import CacheFolder
from migrate_engines.cache.state import Digest, TreeState, digest_of, state_of
from migrate_engines.tree.trace import Trace
from migrate_engines.tree.unlisted import names_of_code

_STATE = "tree"
_Record = TypeVar("_Record")


@dataclass(frozen=True, slots=True)
class KeptRuns:
    """``name`` stands for all that a run was asked, and for who answers."""

    root: Path
    folder: CacheFolder
    name: str

    def has_any(self) -> bool:
        """Whether a run of the name may be kept, for whatever tree."""
        return self.folder.has(self.name)

    def state(self, found: Mapping[str, os.stat_result], now: int) -> TreeState:
        """The state of the files, which were ``found`` after the time ``now``. It is kept, too.

        Raises:
            OSError: one of them cannot be read.
        """
        before = self._state()
        state = state_of(self.root, found, before, now)
        if state.files != before.files or before.taken > now:
            self._keep(_STATE, state)
        return state

    def find(self, state: TreeState) -> Entry | None:
        """The run that holds for this tree, if there is one."""
        entry = self._entry()
        if entry is None or not self._holds(entry, state.digests()):
            return None
        self.folder.use(self.name)
        return entry

    def keep(self, entry: Entry) -> None:
        self._keep(self.name, entry)

    def seen(self, trace: Trace, state: TreeState) -> Entry:
        """All that a run has looked at, in a tree of this state; without what came out of it."""
        read: dict[str, Digest] = {}
        searched: dict[str, Digest] = {}
        for path, digest in state.digests().items():
            (read if path in trace.read else searched)[path] = digest
        folders = {str(folder): _digest(names) for folder, names in trace.folders.items()}
        return Entry(read, searched, sorted(trace.words), folders, dict(trace.existing), 0, [])

    def is_unchanged(self, seen: Entry, state: TreeState) -> bool:
        """Whether the tree is still what it was when the run began."""
        return {**seen.read, **seen.searched} == state.digests() and self._surroundings(seen)

    def _holds(self, entry: Entry, digests: Mapping[str, Digest]) -> bool:
        if len(digests) != len(entry.read) + len(entry.searched):
            return False
        if any(digests.get(path) != digest for path, digest in entry.read.items()):
            return False
        words = [each.encode() for each in entry.words]
        changed = [path for path, digest in entry.searched.items() if digests.get(path) != digest]
        if any(self._may_matter(path, words, digests) for path in changed):
            return False
        return self._surroundings(entry)

    def _may_matter(self, path: str, words: list[bytes], digests: Mapping[str, Digest]) -> bool:
        """Whether a file is not there, is another one by now, or holds one of the words."""
        try:
            data = (self.root / path).read_bytes()
        except OSError:
            return True
        return digest_of(data) != digests.get(path) or any(word in data for word in words)

    def _surroundings(self, entry: Entry) -> bool:
        try:
            return all(
                _digest(names_of_code(Path(folder))) == digest for folder, digest in entry.folders.items()
            ) and all((self.root / path).exists() == is_there for path, is_there in entry.existing.items())
        except OSError:
            return False

    def _state(self) -> TreeState:
        return _decoded(self.folder.read(_STATE), TreeState) or TreeState()

    def _entry(self) -> Entry | None:
        return _decoded(self.folder.read(self.name), Entry)

    def _keep(self, name: str, record: TreeState | Entry) -> None:
        try:
            self.folder.write(name, msgspec.msgpack.encode(record))
        except UnicodeEncodeError:  # a file name that is no text
            return


def _decoded(payload: bytes | None, shape: type[_Record]) -> _Record | None:
    if payload is None:
        return None
    try:
        return msgspec.msgpack.decode(payload, type=shape)
    except (msgspec.MsgspecError, ValueError):
        return None


def _digest(names: frozenset[str]) -> Digest:
    return digest_of("/".join(sorted(names)).encode("utf-8", "surrogateescape"))
