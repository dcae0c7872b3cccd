"""The results of steps, kept for each root and all that they depend on besides contents."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

import msgspec

from migrate_engines.cache.folder import CacheFolder
from migrate_engines.cache.records import decoded, read_record, write_record
from migrate_engines.cache.state import TreeState
from migrate_engines.tree.digest import Digest

# More than that, runs on lists of files do not add: each of them reads it all.
_MOST_BYTES = 8 * 2**20
_Rows: TypeAlias = dict[Digest, bytes]
# By step, the rows that were written down.
_Tables: TypeAlias = dict[Digest, bytes]


class CachedSteps:
    """What ``tree.steps`` asks for, of a tree in one state.

    ``name`` stands for the program, its settings and its rules. What the last run over the whole tree asked
    for is in one file; what others found besides is in a smaller one, which each of them writes anew.
    """

    def __init__(self, folder: CacheFolder, name: str, state: TreeState) -> None:
        self._folder = folder
        self._names = f"steps-{name}", f"since-{name}"
        self._digests = state.digests()
        self._tables, self._tables_since = (read_record(folder, each, _Tables) or {} for each in self._names)
        self._whole: dict[Digest, _Rows] = {}
        self._since: dict[Digest, _Rows] = {}
        self._new: dict[Digest, _Rows] = {}
        self._sources: dict[Digest, tuple[_Rows, _Rows, _Rows]] = {}
        self._asked: dict[Digest, _Rows] = {}
        self._asked_at: list[tuple[Digest, Mapping[str, bytes]]] = []

    @property
    def has_news(self) -> bool:
        """Whether anything was found out that no earlier run has kept."""
        return any(self._new.values())

    def digest(self, path: str) -> Digest | None:
        return self._digests.get(path)

    def has_digests(self, paths: Iterable[str]) -> bool:
        return self._digests.keys() >= set(paths)

    def find(self, step: Digest, contents: Digest) -> bytes | None:
        for rows in self._known(step):
            if found := rows.get(contents):
                self._asked.setdefault(step, {})[contents] = found
                return found
        return None

    def find_at(self, step: Digest, paths: Sequence[str]) -> dict[str, bytes]:
        digest = self._digests.get
        found: dict[str, bytes] = {}
        for rows in reversed(self._known(step)):
            # No file has no digest, and no result is empty.
            if rows:
                found |= {path: result for path in paths if (result := rows.get(digest(path, b"")))}
        self._asked_at.append((step, found))
        return found

    def count(self, step: Digest) -> int:
        return sum(map(len, self._known(step)))

    def keep(self, step: Digest, contents: Digest, result: bytes) -> None:
        self._known(step)[0][contents] = result

    def save(self, *, is_whole: bool) -> None:
        """Keep it for the runs to come.

        After a run over the whole tree, what only earlier ones of the kind have asked for is left out.
        """
        if not self.has_news:
            return
        whole, since = self._names
        if is_whole:
            used = self._used()
            write_record(self._folder, whole, {step: _written(rows) for step, rows in used.items()})
            added = self._added_besides(used)
        else:
            self._folder.use(whole)
            added = self._added()
        if self._tables_since or added:
            write_record(self._folder, since, added)

    def _known(self, step: Digest) -> tuple[_Rows, _Rows, _Rows]:
        """Where a result may be, the latest first."""
        if step not in self._sources:
            self._new[step] = {}
            self._sources[step] = self._new[step], self._rows(step), self._rows_since(step)
        return self._sources[step]

    def _rows(self, step: Digest) -> _Rows:
        if step not in self._whole:
            self._whole[step] = decoded(self._tables.get(step), _Rows) or {}
        return self._whole[step]

    def _rows_since(self, step: Digest) -> _Rows:
        if step not in self._since:
            self._since[step] = decoded(self._tables_since.get(step), _Rows) or {}
        return self._since[step]

    def _used(self) -> dict[Digest, _Rows]:
        """All that this run asked for, or has found out."""
        used = {step: dict(rows) for step, rows in self._asked.items()}
        for step, found in self._asked_at:
            rows = used.setdefault(step, {})
            rows.update((self._digests[path], result) for path, result in found.items())
        for step, rows in self._new.items():
            used[step] = {**used.get(step, {}), **rows}
        return {step: rows for step, rows in used.items() if rows}

    def _added_besides(self, used: Mapping[Digest, _Rows]) -> _Tables:
        """What runs on files found out, without what is in the other file now."""
        if self._is_much():
            return {}
        rows_of = {step: self._rows_since(step) for step in self._tables_since}
        rest = {
            step: {key: result for key, result in rows.items() if key not in used.get(step, {})}
            for step, rows in rows_of.items()
        }
        return {step: _written(rows) for step, rows in rest.items() if rows}

    def _added(self) -> _Tables:
        """What runs on files found out; where that is much already, only what this one did."""
        new = {step: rows for step, rows in self._new.items() if rows}
        if self._is_much():
            return {step: _written(rows) for step, rows in new.items()}
        added = {step: _written({**self._rows_since(step), **rows}) for step, rows in new.items()}
        return {**self._tables_since, **added}

    def _is_much(self) -> bool:
        return sum(map(len, self._tables_since.values())) >= _MOST_BYTES


def _written(rows: _Rows) -> bytes:
    return msgspec.msgpack.encode(rows)
