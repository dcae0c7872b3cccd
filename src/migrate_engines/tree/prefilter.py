"""Which files can possibly matter: a search for bytes, before anything is parsed."""

from collections.abc import Iterable, Sequence
from pathlib import Path


def minimal_needles(words: Iterable[str]) -> tuple[bytes, ...]:
    """The words that are not found wherever a shorter one is, as UTF-8."""
    kept: list[str] = []
    for word in sorted(set(words), key=lambda each: (len(each), each)):
        if not any(shorter in word for shorter in kept):
            kept.append(word)
    return tuple(word.encode("utf-8") for word in kept)


def matching_files(
    root: Path, paths: Sequence[str], needles: Sequence[bytes]
) -> tuple[dict[str, bytes], dict[str, OSError]]:
    """The contents of the files that hold a needle, and the files that could not be read.

    UTF-16 and other encodings that are not a superset of ASCII are not Python source files.
    """
    matched: dict[str, bytes] = {}
    unreadable: dict[str, OSError] = {}
    for path in paths:
        try:
            data = (root / path).read_bytes()
        except OSError as error:
            unreadable[path] = error
            continue
        if any(needle in data for needle in needles):
            matched[path] = data
    return matched, unreadable
