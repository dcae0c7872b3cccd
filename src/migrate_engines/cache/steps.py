"""The results of steps, kept in one file for each root and all that they depend on besides contents."""

from typing import TypeAlias

import msgspec

from migrate_engines.cache.folder import CacheFolder
from migrate_engines.cache.records import decoded, read_record, write_record
from migrate_engines.cache.state import TreeState
from migrate_engines.tree.digest import Digest

# More than that is not carried on for runs that do not ask for it. A tree of 9,000 files takes a tenth.
_MOST_BYTES = 64 * 2**20
_Rows: TypeAlias = dict[Digest, bytes]


class CachedSteps:
    """What ``tree.steps`` asks for, of a tree in one state.

    ``name`` stands for the program, its settings and its rules.
    """

    def __init__(self, folder: CacheFolder, name: str, state: TreeState) -> None:
        self._folder = folder
        self._name = f"steps-{name}"
        self._digests = state.digests()
        self._before = read_record(folder, self._name, _Rows) or {}
        self._known: dict[Digest, _Rows] = {}
        self._used: dict[Digest, _Rows] = {}
        self.has_news = False

    def digest(self, path: str) -> Digest | None:
        return self._digests.get(path)

    def find(self, step: Digest, contents: Digest) -> bytes | None:
        used = self._used.setdefault(step, {})
        found = used.get(contents)
        if found is None and (found := self._rows(step).get(contents)) is not None:
            used[contents] = found
        return found

    def keep(self, step: Digest, contents: Digest, result: bytes) -> None:
        self.has_news = True
        self._used.setdefault(step, {})[contents] = result

    def save(self, *, is_whole: bool) -> None:
        """Keep it all for the runs to come; after a run over the whole tree, only what that has asked for."""
        if not self.has_news:
            return
        if not is_whole and sum(map(len, self._before.values())) < _MOST_BYTES:
            tables = {**self._before, **{step: self._with(step, rows) for step, rows in self._used.items()}}
        else:
            tables = {step: msgspec.msgpack.encode(rows) for step, rows in self._used.items() if rows}
        write_record(self._folder, self._name, tables)

    def _rows(self, step: Digest) -> _Rows:
        if step not in self._known:
            self._known[step] = decoded(self._before.get(step), _Rows) or {}
        return self._known[step]

    def _with(self, step: Digest, rows: _Rows) -> bytes:
        return msgspec.msgpack.encode({**self._rows(step), **rows})
