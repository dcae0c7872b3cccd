"""The texts of many files, for searches."""

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from functools import partial
from pathlib import Path
from typing import TypeAlias, TypeVar

from migrate_engines.tree.source import SourceFile
from migrate_engines.tree.steps import Step
from migrate_engines.tree.trace import note_torn

_Made = TypeVar("_Made")


class Texts(Mapping[str, str]):
    """By path; decoded each time that one is asked for, since all of them at once take much memory.

    Bytes that are no UTF-8 come as replacement characters: names are found all the same.
    """

    def __init__(self, contents: Mapping[str, bytes]) -> None:
        self.contents = contents

    def __getitem__(self, path: str) -> str:
        return _decoded(self.contents[path])

    def __iter__(self) -> Iterator[str]:
        return iter(self.contents)

    def __len__(self) -> int:
        return len(self.contents)

    def of(self, paths: Iterable[str]) -> "Texts":
        """Only those of some of the paths."""
        return Texts({path: self.contents[path] for path in paths})

    def each(self, step: Step[_Made], work: Callable[[str], _Made]) -> dict[str, _Made]:
        """What a step makes of each text, by path; those that it was made of before are not looked at."""

        def worked(data: bytes) -> _Made:
            return work(_decoded(data))

        known = step.found_at(list(self.contents))
        return {
            path: known[path] if path in known else step.of_path(path, partial(self._data, path), worked)
            for path in self.contents
        }

    def _data(self, path: str) -> bytes:
        return self.contents[path]


def _decoded(data: bytes) -> str:
    return data.decode("utf-8", "replace")


class Contents(MutableMapping[str, bytes]):
    """Those of files below a root, by path; of a file whose source is ``held`` the bytes are made anew.

    None stands for what nobody has read; it is read when somebody asks for it.
    """

    def __init__(self, root: Path, contents: Mapping[str, bytes | None]) -> None:
        self._root = root
        self._held: dict[str, bytes | SourceFile | None] = dict(contents)

    def hold(self, source: SourceFile) -> None:
        """The bytes of a file that is decoded need not be in memory as well: its source gives them back."""
        self._held[source.path] = source

    def __getitem__(self, path: str) -> bytes:
        held = self._held[path]
        if held is None:
            held = self._held[path] = _read(self._root / path)
        return held if isinstance(held, bytes) else held.encode(held.text)

    def __contains__(self, path: object) -> bool:
        return path in self._held

    def __setitem__(self, path: str, data: bytes) -> None:
        self._held[path] = data

    def __delitem__(self, path: str) -> None:
        del self._held[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # it has vanished since it was found: nobody can run it any more
        note_torn()
        return b""


Search: TypeAlias = Callable[[Sequence[str]], Texts]
"""Gives the texts of all files of a tree that hold one of some words."""


class FileContents(Mapping[str, bytes]):
    """Those of files below a root; what is not among the ``known`` ones is read when it is asked for."""

    def __init__(self, root: Path, paths: Sequence[str], known: Mapping[str, bytes]) -> None:
        self._root = root
        self._paths = paths
        self._known = known

    def __getitem__(self, path: str) -> bytes:
        data = self._known.get(path)
        return _read(self._root / path) if data is None else data

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)
