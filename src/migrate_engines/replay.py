"""The answer of an earlier call, given again where nothing that it rests on has changed.

This runs before anything else does, so it imports next to nothing. What an answer rests on is worked out by
the whole program; here it is only compared: a file by its stamp or else its bytes, a folder by its stamp or
else what is in it, a path by its absence or where it leads. Whatever is not surely the same is no answer.
"""

import os
import sys

from migrate_engines import __version__

try:
    from _blake2 import blake2b
except ImportError:  # an interpreter that was built without it
    from hashlib import blake2b

CACHE_VARIABLE = "MIGRATE_ENGINES_CACHE_DIR"
UNSTAMPED = "-"
_FORMAT = "2"
_FORMATS = ("text", "diff", "json")
_OPTIONS = frozenset(
    [
        *("--dry-run", "--check", "--diff", "--unsafe", "--allow-dirty", "--exit-zero"),
        *("--quiet", "-q", "--verbose", "-v", "--statistics", "--output-format"),
        *(f"--output-format={name}" for name in _FORMATS),
    ]
)
# They lead git, and so this tool, to other files.
_VARIABLES = (
    *("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_CEILING_DIRECTORIES", "GIT_LITERAL_PATHSPECS"),
    *("HOME", "USERPROFILE", "LOCALAPPDATA", "XDG_CONFIG_HOME", "XDG_STATE_HOME"),
    *("MIGRATE_ENGINES_STATE_DIR",),
)
# So do all whose names begin with this.
_GIT_SETTINGS = "GIT_CONFIG"


def call_of(words: list[str]) -> str | None:
    """The name of a call, by all that leads it to its files; None where it is more than a run that may end
    as the one before.
    """
    return _named(words) if is_plain(words) else None


def is_plain(words: list[str]) -> bool:
    """Whether they call ``run`` by nothing but Python files, and options that lead to no other file."""
    return all(map(_is_plain, words[1:] if words[:1] == ["run"] else words))


def _is_plain(word: str) -> bool:
    """Whether it is the name of a Python file, or an option that leads to no other."""
    if word[:1] == "-":
        return word in _OPTIONS
    return word in _FORMATS or (word.endswith(".py") and (os.sep == "\\" or "\\" not in word))


def files_of(words: list[str]) -> list[str]:
    """The files of a call; none where it is about the whole tree."""
    return [word for word in words if word.endswith(".py")]


def trees(words: list[str]) -> tuple[str, ...]:
    """The names of what runs have found out about the tree here that may answer a call; its own comes first.

    A check reads the baseline, and a run that may write has to be able to, so those of others do not tell.
    """
    place = _named([])
    if place is None:
        return ()
    kind = "whole" if not files_of(words) else "files"
    own = f"{place}-{mode_of(words)}-{kind}"
    kinds = ("whole", "files") if kind == "files" else ()
    modes = ("dry", "check", "apply") if mode_of(words) == "dry" else (mode_of(words),)
    return own, *(name for mode in modes for each in kinds if (name := f"{place}-{mode}-{each}") != own)


def mode_of(words: list[str]) -> str:
    """What a call does with what it finds."""
    if "--check" in words:
        return "check"
    return "dry" if "--dry-run" in words or "--diff" in words else "apply"


def knows_trees(words: list[str]) -> bool:
    """Whether runs have found out anything that may answer a call."""
    return any(os.path.exists(entry_of(name)) for name in trees(words))


def _named(words: list[str]) -> str | None:
    try:
        here = os.getcwd()
    except OSError:
        return None
    variables = [os.environ.get(name, "") for name in _VARIABLES]
    variables += sorted(f"{name}={value}" for name, value in os.environ.items() if name[:10] == _GIT_SETTINGS)
    parts = [_FORMAT, __version__, sys.version, __file__, here, *variables, "", *words]
    return digest("\0".join(parts).encode("utf-8", "surrogatepass"))


def given_again(call: str) -> int | None:
    """Print the answer of the same call and give its exit code; None where there is no such answer."""
    try:
        with open(entry_of(call), "rb") as file:
            answer = _answer(file.read())
        if answer is None:
            return None
        for stream, text in zip((sys.stdout, sys.stderr), answer, strict=True):
            if text:
                stream.write(text)
                stream.flush()
    except (OSError, ValueError, AttributeError):
        return (
            None  # no entry, not text, or nobody reads (no stream even): the whole program knows what to do
        )
    return 0


def entry_of(call: str) -> str:
    """The file of a call's answer."""
    return os.path.join(answers_folder(), call)


def answers_folder() -> str:
    """Where the answers to all calls of this user are."""
    return os.path.join(cache_folder(), "answers")


def cache_folder() -> str:
    """The user's cache folder for this tool, where platformdirs has it."""
    if named := os.environ.get(CACHE_VARIABLE):
        return os.path.abspath(named)
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local")
        return os.path.join(local, "migrate-engines", "Cache")
    if sys.platform == "darwin":
        return os.path.join(home, "Library", "Caches", "migrate-engines")
    return os.path.join(os.environ.get("XDG_CACHE_HOME") or os.path.join(home, ".cache"), "migrate-engines")


def written(lines: list[str]) -> bytes:
    """An entry: its kind, the root, then what one of the kind says.

    An answer says what goes to stdout and to stderr, and what that rests on: fields with tabs between them.
    """
    body = "\n".join(lines).encode("utf-8", "surrogateescape")
    return f"{digest(body)}\n".encode() + body


def lines_of(entry: bytes) -> list[str] | None:
    """The lines of an entry; None where it is not what was written."""
    head, _, body = entry.partition(b"\n")
    if head.decode("ascii", "replace") != digest(body):
        return None
    return body.decode("utf-8", "surrogateescape").split("\n")


def nothing_in(count: int) -> str:
    """What a run says that found nothing in so many files."""
    return f"no use of a retired symbol in {count} {'file' if count == 1 else 'files'}"


def _answer(entry: bytes) -> tuple[str, str] | None:
    """What goes to stdout and to stderr, if it still holds."""
    lines = lines_of(entry)
    if lines is None or lines[0] != "answer":
        return None
    out, err = (f"{line}\n" if line else "" for line in lines[2:4])
    return (out, err) if all(map(holds, lines[4:])) else None


def holds(line: str) -> bool:
    """Whether something is as a line says. Raises ValueError for what is no such line."""
    kind, path, stamp, known = line.split("\t")
    try:
        if kind == "absent":
            return is_absent(path)
        if kind == "leads":
            return os.path.realpath(path) == known
        found = os.stat(path)
        if kind == "there":
            return str(found.st_mode) == known
        if stamp == stamp_of(found):
            return True
        if kind == "same":
            return False
        return (kind == "link" or not os.path.islink(path)) and digest_of(path, kind) == known
    except OSError:
        return False


def is_absent(path: str) -> bool:
    """Whether there surely is nothing. Raises OSError where that cannot be told."""
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return True
    return False


def stamp_of(found: os.stat_result) -> str:
    """What changes with a file: its times, its size, its place on the disk."""
    return f"{found.st_mtime_ns} {found.st_ctime_ns} {found.st_size} {found.st_ino} {found.st_mode}"


def digest_of(path: str, kind: str) -> str:
    """The digest of a file's bytes, or of the names in a folder and which are folders. Raises OSError."""
    if kind == "folder":
        with os.scandir(path) as entries:
            names = sorted(f"{each.name}/" if each.is_dir() else each.name for each in entries)
        return digest("\0".join(names).encode("utf-8", "surrogatepass"))
    with open(path, "rb") as file:
        return digest(file.read())


def digest(data: bytes) -> str:
    return blake2b(data, digest_size=20).hexdigest()
