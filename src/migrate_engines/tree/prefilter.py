"""Which files can possibly matter: a search for bytes, before anything is parsed."""

import codecs
import re
from collections.abc import Container, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType

from migrate_engines.tree.digest import digest_of
from migrate_engines.tree.disguise import disguised
from migrate_engines.tree.source import declared_encoding, extends_ascii
from migrate_engines.tree.steps import Step, digest_of_path
from migrate_engines.tree.trace import note_search, note_torn

_OTHER_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)


def matching_files(
    root: Path, paths: Sequence[str], words: Sequence[str], known: Mapping[str, bytes] = MappingProxyType({})
) -> tuple[dict[str, bytes], dict[str, OSError]]:
    """The contents of the files that hold one of the words, and the files that could not be read.

    Files that may hold one where a search for bytes does not see it are among the former. ``known`` are
    contents that were read before.
    """
    found, unreadable = files_that_match(root, paths, words, known=known)
    return {path: data for path, data in found.items() if data is not None}, unreadable


def files_that_match(
    root: Path,
    paths: Sequence[str],
    words: Sequence[str],
    needed: Container[str] | None = None,
    known: Mapping[str, bytes] = MappingProxyType({}),
) -> tuple[dict[str, bytes | None], dict[str, OSError]]:
    """The same; None for what nobody has to read now: it is known to match, and not among the ``needed``."""
    search = _Search(words)
    matched: dict[str, bytes | None] = {}
    unreadable: dict[str, OSError] = {}
    was_found = search.known(paths)
    for path in paths:
        if (is_found := was_found.get(path)) is False:
            continue
        if is_found and needed is not None and path not in needed:
            matched[path] = None
            continue
        data = known.get(path)
        try:
            data = _read(f"{root}/{path}") if data is None else data
        except OSError as error:
            unreadable[path] = error
            continue
        if search.matches(path, data) if is_found is None else is_found:
            matched[path] = data
    note_search(words, matched)
    return matched, unreadable


def matching_paths(
    root: Path, paths: Sequence[str], words: Sequence[str], known: Mapping[str, bytes] = MappingProxyType({})
) -> list[str]:
    """The files that hold one of the words, as above; those that cannot be read are left out."""
    search = _Search(words)
    found: list[str] = []
    was_found = search.known(paths)
    for path in paths:
        is_found = was_found.get(path)
        if is_found is None:
            data = known.get(path)
            with suppress(OSError):
                is_found = search.matches(path, _read(f"{root}/{path}") if data is None else data)
        if is_found:
            found.append(path)
    note_search(words, found)
    return found


def unsearched(paths: Sequence[str], words: Sequence[str]) -> list[str]:
    """Files of which it is known what they hold, but not whether that is one of the words."""
    known = _Search(words).known(paths)
    return [path for path in paths if path not in known and digest_of_path(path) is not None]


def count_searched(words: Sequence[str]) -> int:
    """Of roughly how many files it is known whether they hold one of the words, without a look for each."""
    return _Search(words).count()


def may_hold(data: bytes, words: Sequence[str]) -> bool:
    """Whether contents hold one of the words, or may hold one where a search for bytes does not see it."""
    return any(word.encode("utf-8") in data for word in words) or _may_hide(data, words)


class _Search:
    """Whether files hold one of some words; what was found out before is known without a look at them."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words
        self._alone, self._alike = _grouped([word.encode("utf-8") for word in words])
        self._step = Step("search", bool, tuple(words))

    def known(self, paths: Sequence[str]) -> dict[str, bool]:
        """What is known by path."""
        return self._step.found_at(paths)

    def count(self) -> int:
        return self._step.count()

    def matches(self, path: str, data: bytes) -> bool:
        # A generator would take as long as the search.
        is_held = any(map(data.__contains__, self._alone)) or any(each.search(data) for each in self._alike)
        found = is_held or _may_hide(data, self._words)
        digest = digest_of_path(path)
        if digest is not None and digest == digest_of(data):
            self._step.keep(digest, found)
        elif digest is not None:  # it has changed since it was listed
            note_torn()
        return found


def _grouped(needles: Iterable[bytes]) -> tuple[list[bytes], list[re.Pattern[bytes]]]:
    """Words to search for one by one, and patterns that search for several which begin in the same way.

    A pattern goes by what its alternatives have in common. It takes as long as four words one by one.
    """
    groups: dict[bytes, list[bytes]] = {}
    for needle in needles:
        groups.setdefault(needle[:5], []).append(needle)
    alike = [found for found in groups.values() if len(found) > 4]
    alone = [each for found in groups.values() if len(found) <= 4 for each in found]
    return alone, [re.compile(b"|".join(map(re.escape, found))) for found in alike]


def _read(path: str) -> bytes:
    """Not through Path: over a whole tree that takes as long as the search."""
    with open(path, "rb", buffering=0) as file:
        return file.read()


def _may_hide(data: bytes, words: Sequence[str]) -> bool:
    """Whether an encoding can write the words in other bytes, or other letters stand for theirs."""
    if data.startswith(_OTHER_MARKS):
        return True
    if b"coding" in data[: data.find(b"\n", data.find(b"\n") + 1)]:
        try:
            encoding = declared_encoding(data)
        except SyntaxError:
            return False  # Python cannot read it either
        if encoding not in ("utf-8", "utf-8-sig"):
            return not extends_ascii(encoding)
    return not data.isascii() and disguised(data.decode("utf-8", "replace"), words) is not None
