"""The answer of a whole run, given again where no file that it goes by has changed, before much is imported.

What a run found out about a tree is kept for the place that it was called from: which files it has read, what
it has searched all others for, and what the system said of each. Where the system says the same, the answer
of the same call stands. A file that was only searched may hold something else, as long as that is none of
the words. And a call on such files alone has nothing to report: it would search for the same words.
"""

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from time import time_ns

from migrate_engines import replay
from migrate_engines.cache.answers import REPORT, UNKNOWN, entry, entry_data, seen_lines, write_entry
from migrate_engines.tree.digest import digest_of
from migrate_engines.tree.disguise import disguised
from migrate_engines.tree.git_files import Stamp, git_found, stamp_of

READ, SEARCHED, EXCLUDED, NO_FILE = "read", "searched", "excluded", "none"
TREE = "tree"
# More changed files than that are not looked into here.
_MOST_CHANGED = 100
_OF_NOTHING = frozenset(
    ["run", "--dry-run", "--check", "--diff", "--unsafe", "--allow-dirty", "--exit-zero", "--quiet", "-q"]
)


def answered(words: list[str]) -> int | None:
    """Print the answer to a call and give its exit code; None where that takes a whole run."""
    call = replay.call_of(words)
    # A stream may be closed: the whole program knows what to do.
    if call is None or not all(isinstance(each, TextIOWrapper) for each in (sys.stdout, sys.stderr)):
        return None
    try:
        said = _on_files(words, call) if replay.files_of(words) else _on_tree(words, call)
    except (OSError, ValueError, IndexError):
        return None  # nothing that can be read
    return None if said is None or not _say(said) else said.code


def written(stamp: Stamp) -> str:
    return " ".join(map(str, stamp))


class _Tree:
    """What was found out about a tree, as ``cache.looked`` writes it.

    Raises ValueError and IndexError for what is no such entry.
    """

    def __init__(self, lines: list[str]) -> None:
        self.root = Path(lines[1])
        self.name = lines[2]
        self._endings = lines[3].split(" ")
        resting, words, self._taken = map(int, lines[4].split(" "))
        self._rests_on = lines[5 : 5 + resting]
        self._words = lines[5 + resting : 5 + resting + words]
        files = [line.split("\t") for line in lines[5 + resting + words :]]
        self.kinds = {path: kind for kind, path, _ in files}
        self._stamps = {path: stamp for _, path, stamp in files}

    def stands(self) -> bool:
        """Whether the same is true of it as then."""
        # A clock that went back makes new times that look old.
        is_later = self._taken <= time_ns()
        return is_later and self._has_same_files() and all(map(replay.holds, self._rests_on))

    def _has_same_files(self) -> bool:
        # First what may not change at all: all others have to be looked for, which takes longer.
        if not all(map(self._is_same, self._of(READ))):
            return False
        found = git_found(self.root, self._endings)
        if found is None or found[1] != list(self.kinds):
            return False
        own = {name: stamp for name, stamp in found[2].items() if self.kinds[name] != EXCLUDED}
        searched = self._of(SEARCHED)
        if own.keys() != {*self._of(READ), *searched}:
            return False
        changed = [name for name in searched if written(own[name]) != self._stamps[name]]
        return len(changed) <= _MOST_CHANGED and all(map(self._is_still_nothing, changed))

    def _of(self, kind: str) -> list[str]:
        return [name for name, each in self.kinds.items() if each == kind]

    def _is_same(self, name: str) -> bool:
        """By its stamp, or by its contents where that could not be relied on. Raises OSError."""
        stamp = self._stamps[name]
        if " " in stamp:
            return written(stamp_of(os.lstat(f"{self.root}/{name}"))) == stamp
        return digest_of(self._data(name)).hex() == stamp

    def _is_still_nothing(self, name: str) -> bool:
        """Whether a file surely holds nothing that runs are after, in whatever encoding and letters.

        Raises ValueError for what is no UTF-8.
        """
        data = self._data(name)
        if digest_of(data).hex() == self._stamps[name]:
            return True
        if b"coding" in data[: data.find(b"\n", data.find(b"\n") + 1)]:
            return False
        if not data.isascii() and disguised(data.decode("utf-8"), self._words) is not None:
            return False
        return not any(word.encode("utf-8") in data for word in self._words)

    def _data(self, name: str) -> bytes:
        with open(f"{self.root}/{name}", "rb", buffering=0) as file:
            return file.read()


def _on_tree(words: list[str], call: str) -> "_Said | None":
    entries = replay.trees(words)
    report = _lines(call, REPORT)
    if not entries or report is None:
        return None
    lines = _lines(entries[0], TREE)
    if lines is None or lines[2] != report[2]:
        return None
    code, length, kind, plain = report[3].split(" ")
    if (plain != "plain" and sys.stdout.isatty()) or not _Tree(lines).stands():
        return None
    _use(entries[0])
    text = "\n".join(report[4:])
    return _Said(int(code), text[: int(length)], text[int(length) :], is_bytes=kind == "bytes")


def _on_files(words: list[str], call: str) -> "_Said | None":
    """A run on files that hold nothing which any run is after.

    The second time that it is asked for the same, the whole program works out an answer that is found faster.
    """
    files = replay.files_of(words)
    options = {word for word in words if word not in files}
    entries = replay.trees(words)
    if not entries or not options <= _OF_NOTHING or not all(map(_is_plain_path, files)):
        return None
    newest = max(entries, key=_changed)
    data = entry_data(newest)
    # A look for their lines takes far less than to read all of them.
    if data is None or not all(f"\n{SEARCHED}\t{file}\t".encode() in data for file in files):
        return None
    lines = replay.lines_of(data)
    if lines is None or lines[:2] != [TREE, os.getcwd()]:
        return None
    tree = _Tree(lines)
    if any(tree.kinds.get(file) != SEARCHED for file in files):
        return None
    if not all(map(_is_no_root, _folders(files))) or not tree.stands():
        return None
    seen, known = seen_lines(tree.root, files), entry(call)
    if known == seen:
        return None
    with suppress(OSError):
        if known is None or known[0] != UNKNOWN:
            write_entry(call, seen)
    _use(newest)
    told = "" if options & {"--quiet", "-q"} else f"{replay.nothing_in(len(set(files)))}\n"
    is_beside = bool(options & {"--dry-run", "--diff"})
    return _Said(0, "" if is_beside else told, told if is_beside else "", is_bytes=False)


def _lines(name: str, kind: str) -> list[str] | None:
    """What is written in an entry of this kind; None where there is none. Raises OSError."""
    lines = entry(name)
    return lines if lines is not None and lines[0] == kind else None


def _changed(name: str) -> int:
    try:
        return os.stat(replay.entry_of(name)).st_mtime_ns
    except OSError:
        return 0


def _is_plain_path(path: str) -> bool:
    return not os.path.isabs(path) and os.path.normpath(path).replace(os.sep, "/") == path


def _folders(files: Iterable[str]) -> set[str]:
    """All folders above the files, but for the one that they are relative to."""
    found: set[str] = set()
    for file in files:
        parts = file.split("/")
        found.update("/".join(parts[:count]) for count in range(1, len(parts)))
    return found


def _is_no_root(folder: str) -> bool:
    """Whether a folder surely has no settings, and no repository, of its own."""
    return all(replay.is_absent(os.path.join(folder, name)) for name in ("pyproject.toml", ".git"))


def _use(name: str) -> None:
    """What is used is kept longest."""
    with suppress(OSError):
        os.utime(replay.entry_of(name))


class _Said:
    """What a call says."""

    def __init__(self, code: int, out: str, err: str, *, is_bytes: bool) -> None:
        self.code = code
        self.out = out
        self.err = err
        self.is_bytes = is_bytes


def _say(said: _Said) -> bool:
    """Whether it could be said. What goes to stdout is said once, whatever becomes of the rest."""
    assert isinstance(sys.stdout, TextIOWrapper) and isinstance(sys.stderr, TextIOWrapper)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")
    try:
        if said.is_bytes:
            sys.stdout.buffer.write(said.out.encode("utf-8", "surrogateescape"))
        elif said.out:
            sys.stdout.write(said.out)
        sys.stdout.flush()
    except OSError:
        return False
    with suppress(OSError):
        if said.err:
            sys.stderr.write(said.err)
            sys.stderr.flush()
    return True
