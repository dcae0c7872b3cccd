"""Steps whose results are kept from run to run, for files that hold the same bytes as before.

A step is a function of a file's contents, and of what the step is about, alone: whatever else it looks at
must be part of the one or the other. What it notes of the tree (``tree.trace``) must be noted in any case.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property
from typing import Generic, Protocol, TypeVar

import msgspec
from msgspec import Struct

from migrate_engines.tree.digest import Digest, digest_of, joined
from migrate_engines.tree.trace import note_torn

_Made = TypeVar("_Made")


class KeptSteps(Protocol):
    """The results of earlier runs, as bytes: by the step's key, then by what stands for the contents."""

    def digest(self, path: str) -> Digest | None:
        """Of the contents that the file at a path had as the run began; None where nobody has looked."""

    def has_digests(self, paths: Iterable[str]) -> bool:
        """Whether that is known of all of them."""

    def find(self, step: Digest, contents: Digest) -> bytes | None:
        """The result, if there is one."""

    def find_at(self, step: Digest, paths: Sequence[str]) -> dict[str, bytes]:
        """The results for what the files at these paths held as the run began, by path, if there are any."""

    def count(self, step: Digest) -> int:
        """How many results there are, roughly: some may be of contents that no file has any more."""

    def keep(self, step: Digest, contents: Digest, result: bytes) -> None:
        """For the runs to come."""


_CURRENT: ContextVar[KeptSteps | None] = ContextVar("steps", default=None)


@contextmanager
def keeping(steps: KeptSteps) -> Iterator[None]:
    """Inside, the results of steps are looked for there, and kept."""
    token = _CURRENT.set(steps)
    try:
        yield
    finally:
        _CURRENT.reset(token)


@contextmanager
def collected() -> Iterator["CollectedSteps"]:
    """Inside, the results are gathered, for a process that keeps them."""
    with keeping(found := CollectedSteps(_CURRENT.get())):
        yield found


class CollectedSteps:
    """The results of another process: it knows what was known when it began, if anything."""

    def __init__(self, known: KeptSteps | None) -> None:
        self._known = known
        self.results: dict[tuple[Digest, Digest], bytes] = {}

    def digest(self, path: str) -> Digest | None:
        return None if self._known is None else self._known.digest(path)

    def has_digests(self, paths: Iterable[str]) -> bool:
        return self._known is not None and self._known.has_digests(paths)

    def find(self, step: Digest, contents: Digest) -> bytes | None:
        found = self.results.get((step, contents))
        return self._known.find(step, contents) if found is None and self._known is not None else found

    def find_at(self, step: Digest, paths: Sequence[str]) -> dict[str, bytes]:
        known = {path: self.digest(path) for path in paths}
        found = {path: self.find(step, each) for path, each in known.items() if each is not None}
        return {path: result for path, result in found.items() if result is not None}

    def count(self, step: Digest) -> int:
        return 0 if self._known is None else self._known.count(step)

    def keep(self, step: Digest, contents: Digest, result: bytes) -> None:
        self.results[step, contents] = result


def keep_collected(results: Mapping[tuple[Digest, Digest], bytes]) -> None:
    """Results that were gathered elsewhere."""
    if steps := _CURRENT.get():
        for (step, contents), result in results.items():
            steps.keep(step, contents, result)


def are_kept() -> bool:
    """Whether results are looked for, and kept."""
    return _CURRENT.get() is not None


def digest_of_path(path: str) -> Digest | None:
    """Of the contents of the file at a path of the tree, without a look at them; None where nobody knows."""
    steps = _CURRENT.get()
    return None if steps is None else steps.digest(path)


def are_digested(paths: Iterable[str]) -> bool:
    """Whether somebody knows what all files at these paths of the tree hold, without a look at them."""
    steps = _CURRENT.get()
    return steps is not None and steps.has_digests(paths)


class Step(Struct, Generic[_Made], frozen=True, dict=True):
    """``shape`` is the type of its results; ``about`` is everything that they depend on besides contents."""

    name: str
    shape: type[_Made]
    about: tuple[str, ...] = ()

    def made(self, contents: Digest, work: Callable[[], _Made]) -> _Made:
        """What ``work`` gives, or gave for the same contents."""
        found = self.found(contents)
        if found is None:
            found = work()
            self.keep(contents, found)
        return found

    def of_path(self, path: str, read: Callable[[], bytes], work: Callable[[bytes], _Made]) -> _Made:
        """The same, of the file at a path of the tree, which is only read where that was not done before.

        What is kept was made of the very bytes that it is kept for: a file may change at any time.
        """
        contents = digest_of_path(path)
        found = None if contents is None else self.found(contents)
        if found is None:
            data = read()
            found = work(data)
            if contents is None:
                return found
            if contents == digest_of(data):
                self.keep(contents, found)
            else:
                note_torn()
        return found

    def of_data(self, data: bytes, work: Callable[[], _Made]) -> _Made:
        """The same, of contents at hand. They are not looked at where nothing is kept."""
        return work() if _CURRENT.get() is None else self.made(digest_of(data), work)

    def of_text(self, text: str, about: str, work: Callable[[], _Made]) -> _Made:
        """The same, of a text; ``about`` is what else the result depends on."""
        if _CURRENT.get() is None:
            return work()
        return self.made(joined(digest_of(text.encode("utf-8", "surrogatepass")), about), work)

    def found(self, contents: Digest) -> _Made | None:
        """What was kept; None also where that is no result of the kind."""
        steps = _CURRENT.get()
        data = None if steps is None else steps.find(self._key, contents)
        return None if data is None else self._decoded(data)

    def _decoded(self, data: bytes) -> _Made | None:
        try:
            return msgspec.msgpack.decode(data, type=self.shape)
        except (msgspec.MsgspecError, ValueError):
            return None

    def found_at(self, paths: Sequence[str]) -> dict[str, _Made]:
        """What was kept for the files at these paths, by path. Few results may be many files'."""
        steps = _CURRENT.get()
        found = {} if steps is None else steps.find_at(self._key, paths)
        made = {data: self._decoded(data) for data in set(found.values())}
        return {path: result for path, data in found.items() if (result := made[data]) is not None}

    def count(self) -> int:
        """How many results are kept, roughly."""
        steps = _CURRENT.get()
        return 0 if steps is None else steps.count(self._key)

    def keep(self, contents: Digest, result: _Made) -> None:
        """Results that cannot be written down (a name that is no text) are not kept."""
        steps = _CURRENT.get()
        if steps is None:
            return
        try:
            data = msgspec.msgpack.encode(result)
        except (UnicodeEncodeError, OverflowError):
            return
        steps.keep(self._key, contents, data)

    @cached_property
    def _key(self) -> Digest:
        return joined(b"", self.name, *self.about)
