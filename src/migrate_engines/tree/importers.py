"""Which files import a module: found by the words of import statements, before anything is parsed."""

import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

# Begins with a literal, which is searched for fast, and never tries a comment twice.
_IMPORT = re.compile(rb"import\b[ \t]*(\((?:[^)#]++|#[^\n]*+)*+\))?")
_WORD = re.compile(rb"[\w\x80-\xff]+")


def importing_files(root: Path, listing: Sequence[str], modules: Collection[str]) -> list[str]:
    """The files with an import statement that holds the last name of one of the modules.

    More than import them, never fewer. A file that cannot be read is left out.
    """
    wanted = {module.rpartition(".")[2].encode() for module in modules}
    return [path for path in listing if not wanted.isdisjoint(_imported_words(root / path))]


def _imported_words(path: Path) -> Iterator[bytes]:
    try:
        data = path.read_bytes()
    except OSError:
        return
    for found in _IMPORT.finditer(data):
        yield from _WORD.findall(data, _start(data, found.start()), _end(data, found.end()))


def _start(data: bytes, position: int) -> int:
    """Where the line begins; the first one, where lines are continued."""
    start = data.rfind(b"\n", 0, position) + 1
    while start and data[max(start - 3, 0) : start].endswith((b"\\\n", b"\\\r\n")):
        start = data.rfind(b"\n", 0, start - 1) + 1
    return start


def _end(data: bytes, position: int) -> int:
    end = data.find(b"\n", position)
    while end >= 0 and data[position:end].rstrip(b"\r").endswith(b"\\"):
        position, end = end + 1, data.find(b"\n", end + 1)
    return end if end >= 0 else len(data)
