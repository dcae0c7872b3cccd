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
from pathlib import Path
from time import time_ns

from migrate_engines import replay
from migrate_engines.tree.digest import digest_of
from migrate_engines.tree.git_files import git_names, without_linked

READ, SEARCHED, EXCLUDED, NO_FILE = "read", "searched", "excluded", "none"
TREE, REPORT = "tree", "report"
# More changed files than that are not looked into here.
_MOST_CHANGED = 100
_MOST_ENTRIES = 200
_MOST_BYTES = 64 * 2**20
_OF_NOTHING = frozenset(
    ["run", "--dry-run", "--check", "--diff", "--unsafe", "--allow-dirty", "--exit-zero", "--quiet", "-q"]
)


def answered(words: list[str]) -> int | None:
    """Print the answer to a call and give its exit code; None where that takes a whole run."""
    call = replay.call_of(words)
    if call is None:
        return None
    try:
        return _on_files(words, call) if replay.files_of(words) else _on_tree(call)
    except (OSError, ValueError, IndexError):
        return None  # nothing that can be read, or nobody who reads: the whole program knows what to do


def report_lines(
    root: Path, name: str, code: int, out: str | bytes, err: str, *, is_plain: bool
) -> list[str]:
    """An entry for a call in a tree of this name. ``is_plain`` says that it looks the same on a terminal."""
    text = out if isinstance(out, str) else out.decode("utf-8", "surrogateescape")
    kind = "text" if isinstance(out, str) else "bytes"
    plain = "plain" if is_plain else "coloured"
    return [REPORT, str(root), name, f"{code} {len(text)} {kind} {plain}", text + err]


def seen_lines(root: Path, files: Iterable[str]) -> list[str]:
    """An entry for a call on files with such contents, before its answer is worked out. Raises OSError."""
    return ["seen", str(root), *sorted(replay.digest_of(file, "file") for file in files)]


def known_entry(name: str) -> list[str] | None:
    """The lines of an entry; None where there is none. Raises OSError where it cannot be read."""
    try:
        with open(replay.entry_of(name), "rb") as file:
            return replay.lines_of(file.read())
    except FileNotFoundError:
        return None


def write_entry(name: str, lines: list[str]) -> None:
    """Whole or not at all, also where two runs write the same.

    Raises:
        OSError: the cache cannot be written.
        UnicodeError: a line is no text.
    """
    path = replay.entry_of(name)
    data = replay.written(lines)
    os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
    other = f"{path}.{os.getpid()}"
    try:
        with open(other, "xb") as file:
            file.write(data)
        os.replace(other, path)
    except OSError:
        with suppress(OSError):
            os.unlink(other)
        raise
    _prune(os.path.dirname(path))


def _prune(folder: str) -> None:
    """The newest entries stay, not too many, and not of too many bytes. Raises OSError."""
    with os.scandir(folder) as found:
        entries = [(each.stat(), each.path) for each in found]
    entries.sort(key=lambda each: each[0].st_mtime_ns, reverse=True)
    length = 0
    for number, (known, path) in enumerate(entries):
        length += known.st_size
        if number >= _MOST_ENTRIES or length > _MOST_BYTES:
            os.unlink(path)


def stamp_of(found: os.stat_result) -> str:
    return f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_ino}"


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
        self._words = [word.encode("utf-8") for word in lines[5 + resting : 5 + resting + words]]
        files = [line.split("\t") for line in lines[5 + resting + words :]]
        self.kinds = {path: kind for kind, path, _ in files}
        self._stamps = {path: stamp for _, path, stamp in files}

    def stands(self) -> bool:
        """Whether the same is true of it as then."""
        # A clock that went back makes new times that look old.
        is_later = self._taken <= time_ns()
        return is_later and all(map(replay.holds, self._rests_on)) and self._has_same_files()

    def _has_same_files(self) -> bool:
        names = git_names(self.root, self._endings)
        if names is None or names != list(self.kinds):
            return False
        own = dict(without_linked(self.root, [name for name in names if self.kinds[name] != EXCLUDED]))
        if own.keys() != {name for name, kind in self.kinds.items() if kind in (READ, SEARCHED)}:
            return False
        changed = [name for name, found in own.items() if stamp_of(found) != self._stamps[name]]
        return len(changed) <= _MOST_CHANGED and all(map(self._is_same_to_runs, changed))

    def _is_same_to_runs(self, name: str) -> bool:
        """Whether a file holds the same, or nothing that any run is after as before."""
        with open(f"{self.root}/{name}", "rb", buffering=0) as file:
            data = file.read()
        if " " not in self._stamps[name] and digest_of(data).hex() == self._stamps[name]:
            return True
        return self.kinds[name] == SEARCHED and self._is_without_words(data)

    def _is_without_words(self, data: bytes) -> bool:
        """Whether contents surely hold none of them, in whatever encoding and letters."""
        first_lines = data[: data.find(b"\n", data.find(b"\n") + 1)]
        return (
            data.isascii() and b"coding" not in first_lines and not any(map(data.__contains__, self._words))
        )


def _on_tree(call: str) -> int | None:
    entries = replay.trees()
    report = _lines(call, REPORT)
    if not entries or report is None:
        return None
    lines = _lines(entries[0], TREE)
    if lines is None or lines[2] != report[2]:
        return None
    code, length, kind, plain = report[3].split(" ")
    if (plain != "plain" and sys.stdout.isatty()) or not _Tree(lines).stands():
        return None
    text = "\n".join(report[4:])
    _say(text[: int(length)], text[int(length) :], is_bytes=kind == "bytes")
    return int(code)


def _on_files(words: list[str], call: str) -> int | None:
    """A run on files that hold nothing which any run is after.

    The second time that it is asked for the same, the whole program works out an answer that is found faster.
    """
    files = replay.files_of(words)
    options = {word for word in words if word not in files}
    entries = replay.trees()
    if not entries or not options <= _OF_NOTHING or not all(map(_is_plain_path, files)):
        return None
    lines = _lines(max(entries, key=_changed), TREE)
    if lines is None or lines[1] != os.getcwd():
        return None
    tree = _Tree(lines)
    if any(tree.kinds.get(file) != SEARCHED for file in files):
        return None
    if not all(map(_has_no_settings, _folders(files))) or not tree.stands():
        return None
    seen = seen_lines(tree.root, files)
    if known_entry(call) == seen:
        return None
    with suppress(OSError):
        write_entry(call, seen)
    told = "" if options & {"--quiet", "-q"} else f"{replay.nothing_in(len(set(files)))}\n"
    is_beside = bool(options & {"--dry-run", "--diff"})
    _say("" if is_beside else told, told if is_beside else "", is_bytes=False)
    return 0


def _lines(name: str, kind: str) -> list[str] | None:
    """What is written in an entry of this kind; None where there is none. Raises OSError."""
    lines = known_entry(name)
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


def _has_no_settings(folder: str) -> bool:
    return replay.is_absent(os.path.join(folder, "pyproject.toml"))


def _say(out: str, err: str, *, is_bytes: bool) -> None:
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    if is_bytes:
        sys.stdout.buffer.write(out.encode("utf-8", "surrogateescape"))
    elif out:
        sys.stdout.write(out)
    sys.stdout.flush()
    if err:
        sys.stderr.write(err)
        sys.stderr.flush()
