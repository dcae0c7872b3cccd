"""What a run has looked at in its tree, for those who keep its answer."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from migrate_engines.cache.same_tree import EXCLUDED, NO_FILE, READ, SEARCHED, TREE
from migrate_engines.cache.state import TreeState, has_stamp
from migrate_engines.cache.surroundings import Surroundings


class Looked(Struct, frozen=True):
    """A tree as it was when it was listed, and what the run made of it.

    Attributes:
        others: what git lists besides, by whether the settings leave it out.
        read: the files that the run goes by.
        words: what all others were searched for, and do not hold.
    """

    root: Path
    state: TreeState
    others: Mapping[str, bool]
    read: frozenset[str]
    words: tuple[str, ...]
    surroundings: Surroundings

    def entry(self, name: str, endings: Sequence[str], rests_on: Sequence[str]) -> list[str]:
        """The lines that ``cache.same_tree`` reads; ``endings`` are those of the names of all files here.

        ``rests_on`` are lines for what the answer rests on besides. Raises UnicodeError where a name or a
        word is not to be written in a line.
        """
        files = [*self._files()]
        unprintable = [
            each for each in (*(path for _, path, _ in files), *self.words) if not each.isprintable()
        ]
        if unprintable:
            raise UnicodeError(unprintable[0])
        counts = f"{len(rests_on)} {len(self.words)} {self.state.taken}"
        head = [TREE, str(self.root), name, " ".join(endings), counts]
        return [*head, *rests_on, *self.words, *("\t".join(each) for each in files)]

    def _files(self) -> Iterator[tuple[str, str, str]]:
        """The kind, the path and the stamp of each, or its digest where none lasts; sorted by path."""
        for path in sorted({*self.state.files, *self.others}):
            if path in self.others:
                yield (EXCLUDED if self.others[path] else NO_FILE), path, ""
            else:
                known = self.state.files[path]
                stamp = " ".join(map(str, known[:4])) if has_stamp(known) else known[4].hex()
                yield (READ if path in self.read else SEARCHED), path, stamp
