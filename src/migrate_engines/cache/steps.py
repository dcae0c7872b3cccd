"""The results of steps, kept in one file for each root and all that they depend on besides contents."""

from collections.abc import Mapping
from typing import TypeAlias

import msgspec

from migrate_engines.cache.folder import CacheFolder
from migrate_engines.cache.records import decoded, read_record, write_record
from migrate_engines.cache.state import TreeState
from migrate_engines.tree.digest import Digest

# More than that is not carried on for runs that do not ask for it. A tree of 9,000 files takes a tenth.
_MOST_BYTES = 64 * 2**20
_Rows: TypeAlias = dict[Digest, msgspec.Raw]


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
        used = self._used.get(step, {}).get(contents)
        if used is not None:
            return bytes(used)
        found = self._rows(step).get(contents)
        if found is None:
            return None
        self._used.setdefault(step, {})[contents] = found
        return bytes(found)

    def keep(self, step: Digest, contents: Digest, result: bytes) -> None:
        self.has_news = True
        self._used.setdefault(step, {})[contents] = msgspec.Raw(result)

    def save(self, *, is_whole: bool) -> None:
        """Keep it all for the runs to come; after a run over the whole tree, only what that has asked for."""
        if not self.has_news:
            return
        if not is_whole and sum(map(len, self._before.values())) < _MOST_BYTES:
            tables = {**self._before, **{step: self._with(step, rows) for step, rows in self._used.items()}}
        else:
            tables = {step: _encoded(rows) for step, rows in self._used.items()}
        write_record(self._folder, self._name, tables)

    def _rows(self, step: Digest) -> _Rows:
        if step not in self._known:
            self._known[step] = decoded(self._before.get(step), _Rows) or {}
        return self._known[step]

    def _with(self, step: Digest, rows: Mapping[Digest, msgspec.Raw]) -> msgspec.Raw:
        return _encoded({**self._rows(step), **rows})


def _encoded(rows: Mapping[Digest, msgspec.Raw]) -> msgspec.Raw:
    return msgspec.Raw(msgspec.msgpack.encode(rows))
