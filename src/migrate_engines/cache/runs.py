"""Runs that have ended well, kept under what they were asked, and found again for the same tree."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from migrate_engines.cache.entry import Entry
from migrate_engines.cache.folder import CacheFolder
from migrate_engines.cache.records import read_record, write_record
from migrate_engines.cache.state import TreeState
from migrate_engines.cache.surroundings import surroundings_of
from migrate_engines.tree.digest import Digest, digest_of
from migrate_engines.tree.trace import Trace


class KeptRuns(Struct, frozen=True):
    """``name`` stands for all that a run was asked, and for who answers."""

    root: Path
    folder: CacheFolder
    name: str

    def has_any(self) -> bool:
        """Whether a run of the name may be kept, for whatever tree."""
        return self.folder.has(self.name)

    def find(self, state: TreeState) -> Entry | None:
        """The run that holds for this tree, if there is one."""
        entry = read_record(self.folder, self.name, Entry)
        if entry is None or not self._holds(entry, state.digests()):
            return None
        self.folder.use(self.name)
        return entry

    def keep(self, entry: Entry) -> None:
        write_record(self.folder, self.name, entry)

    def _holds(self, entry: Entry, digests: Mapping[str, Digest]) -> bool:
        if len(digests) != len(entry.read) + len(entry.searched):
            return False
        if any(digests.get(path) != digest for path, digest in entry.read.items()):
            return False
        changed = [path for path, digest in entry.searched.items() if digests.get(path) != digest]
        if any(self._may_matter(path, entry.words, digests) for path in changed):
            return False
        return entry.surroundings.hold(self.root)

    def _may_matter(self, path: str, words: Sequence[str], digests: Mapping[str, Digest]) -> bool:
        """Whether a file is not there, is another one by now, or may hold one of the words."""
        # Imported late: most runs that are known have nothing to search.
        from migrate_engines.tree.prefilter import may_hold

        try:
            data = (self.root / path).read_bytes()
        except OSError:
            return True
        return digest_of(data) != digests.get(path) or may_hold(data, words)


def seen_by(trace: Trace, state: TreeState) -> Entry:
    """All that a run has looked at, in a tree of this state; without what came out of it."""
    read: dict[str, Digest] = {}
    searched: dict[str, Digest] = {}
    for path, digest in state.digests().items():
        (read if path in trace.read else searched)[path] = digest
    return Entry(read, searched, sorted(trace.words), surroundings_of(trace), 0, [])
