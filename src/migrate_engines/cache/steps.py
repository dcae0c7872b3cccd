"""The results of steps, kept for each root and all that they depend on besides contents."""

from collections.abc import Iterable
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
    for is in one file; what others found later is in a smaller one, which each of them writes anew.
    """

    def __init__(self, folder: CacheFolder, name: str, state: TreeState) -> None:
        self._folder = folder
        self._names = f"steps-{name}", f"since-{name}"
        self._digests = state.digests()
        self._tables, self._tables_since = (read_record(folder, each, _Tables) or {} for each in self._names)
        self._whole: dict[Digest, _Rows] = {}
        self._since: dict[Digest, _Rows] = {}
        self._used: dict[Digest, _Rows] = {}
        self.has_news = False

    def digest(self, path: str) -> Digest | None:
        return self._digests.get(path)

    def find(self, step: Digest, contents: Digest) -> bytes | None:
        used = self._used.setdefault(step, {})
        found = used.get(contents) or self._rows(step).get(contents) or self._rows_since(step).get(contents)
        if found is not None:
            used[contents] = found
        return found

    def find_at(self, step: Digest, paths: Iterable[str]) -> dict[str, bytes]:
        used, rows, since = self._used.setdefault(step, {}), self._rows(step), self._rows_since(step)
        found: dict[str, bytes] = {}
        for path in paths:
            contents = self._digests.get(path)
            if contents is None:
                continue
            result = used.get(contents) or rows.get(contents) or since.get(contents)
            if result is not None:
                used[contents] = found[path] = result
        return found

    def keep(self, step: Digest, contents: Digest, result: bytes) -> None:
        self.has_news = True
        self._used.setdefault(step, {})[contents] = result

    def save(self, *, is_whole: bool) -> None:
        """Keep it for the runs to come; after a run over the whole tree, only what that has asked for."""
        if not self.has_news:
            return
        whole, since = self._names
        if is_whole:
            tables = {step: _written(rows) for step, rows in self._used.items() if rows}
            write_record(self._folder, whole, tables)
        else:
            self._folder.use(whole)
        if self._tables_since or not is_whole:
            write_record(self._folder, since, {} if is_whole else self._added())

    def _rows(self, step: Digest) -> _Rows:
        if step not in self._whole:
            self._whole[step] = decoded(self._tables.get(step), _Rows) or {}
        return self._whole[step]

    def _rows_since(self, step: Digest) -> _Rows:
        if step not in self._since:
            self._since[step] = decoded(self._tables_since.get(step), _Rows) or {}
        return self._since[step]

    def _added(self) -> _Tables:
        """What the whole tree did not ask for; of much, only what this run did."""
        added = {
            step: {key: result for key, result in rows.items() if self._rows(step).get(key) != result}
            for step, rows in self._used.items()
        }
        if sum(map(len, self._tables_since.values())) < _MOST_BYTES:
            added |= {step: {**self._rows_since(step), **rows} for step, rows in added.items()}
            others = {step: table for step, table in self._tables_since.items() if step not in added}
        else:
            others = {}
        return {**others, **{step: _written(rows) for step, rows in added.items() if rows}}


def _written(rows: _Rows) -> bytes:
    return msgspec.msgpack.encode(rows)
