"""Which files can possibly matter: a search for bytes, before anything is parsed."""

from collections.abc import Sequence
from pathlib import Path

from migrate_engines.tree.trace import note_search


def matching_files(
    root: Path, paths: Sequence[str], words: Sequence[str]
) -> tuple[dict[str, bytes], dict[str, OSError]]:
    """The contents of the files that hold one of the words, and the files that could not be read.

    UTF-16 and other encodings that are not a superset of ASCII are not Python source files.
    """
    needles = [word.encode("utf-8") for word in words]
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
    note_search(words, matched)
    return matched, unreadable
