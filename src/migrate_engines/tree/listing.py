"""Which files a run looks at: what git tracks or could add, else every file below the root."""

import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path

from msgspec import Struct

from migrate_engines.settings import Settings
from migrate_engines.tree.embedded import MARKDOWN, NOTEBOOK
from migrate_engines.tree.git import GitUnusable, ask_git, is_ignored

NEVER_READ = frozenset(
    [
        ".git",
        ".hg",
        ".svn",
        ".venv",
        "venv",
        ".tox",
        ".nox",
        "node_modules",
        "__pycache__",
        "site-packages",
        ".mypy_cache",
        ".ruff_cache",
        ".pytest_cache",
        ".eggs",
        "build",
        "dist",
    ]
)


_DOCUMENTS = (NOTEBOOK, MARKDOWN)
SETTINGS_ENDINGS = (".toml", ".yaml", ".yml", ".ini", ".cfg")


class Listing(Struct, frozen=True):
    """The files of a root, sorted, with ``/``; ``found`` is what the system said of each as it was listed."""

    python: tuple[str, ...]
    settings: tuple[str, ...]
    found: Mapping[str, os.stat_result]


def list_tree(settings: Settings) -> Listing:
    """Python files and files of settings, found in one go."""
    found = _list(settings, (".py", *_endings(settings)))
    python = tuple(path for path in found if path.endswith(".py"))
    return Listing(python, tuple(path for path in found if not path.endswith(".py")), found)


def list_files(settings: Settings) -> tuple[str, ...]:
    """Paths of Python files below the root, sorted, with ``/``; ignored and excluded ones left out."""
    return tuple(_list(settings, (".py",)))


def list_settings_files(settings: Settings) -> tuple[str, ...]:
    """Paths of files that may name a Python object in their settings, by the same rules."""
    return tuple(_list(settings, _endings(settings)))


def _endings(settings: Settings) -> tuple[str, ...]:
    """Those of all files but modules that take part; Markdown only where a pattern may mean it."""
    wanted = [ending for ending in _DOCUMENTS if any(_may_match(each, ending) for each in settings.documents)]
    return (*SETTINGS_ENDINGS, *wanted)


def _may_match(pattern: str, ending: str) -> bool:
    tail = pattern[-len(ending) :]
    return tail == ending or any(each in tail for each in "*?[]")


def _list(settings: Settings, endings: tuple[str, ...]) -> dict[str, os.stat_result]:
    names = _git_files(settings.root, endings)
    found = names if names is not None else dict(_walk(settings.root, endings))
    chosen = (name for name in found if name.endswith(endings) and is_included(name, settings))
    return {name: found[name] for name in sorted(chosen)}


def is_included(path: str, settings: Settings) -> bool:
    """Whether the settings let a file take part."""
    is_document = path.endswith(_DOCUMENTS)
    if is_document and not any(fnmatchcase(path, pattern) for pattern in settings.documents):
        return False
    return not is_excluded(path, settings)


def is_excluded(path: str, settings: Settings) -> bool:
    """Whether an ``exclude`` pattern matches the path or a folder above it, or it belongs to the rules."""
    own = (*settings.codemods, settings.golden) if settings.codemods else ()
    if any(path.startswith(f"{folder.rstrip('/')}/") for folder in own):
        return True
    if not settings.exclude:
        return False
    parts = path.split("/")
    prefixes = ["/".join(parts[: count + 1]) for count in range(len(parts))]
    return any(
        fnmatchcase(prefix, pattern.rstrip("/")) for pattern in settings.exclude for prefix in prefixes
    )


def _git_files(root: Path, endings: tuple[str, ...]) -> dict[str, os.stat_result] | None:
    """None where the root is not in a git work tree, or is ignored by the one around it."""
    if not any((folder / ".git").exists() for folder in (root, *root.parents)):
        return None
    patterns = [f"*{ending}" for ending in endings]
    command = ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns]
    try:
        listing = ask_git(*command, folder=root)
        names = sorted({os.fsdecode(name) for name in listing.split(b"\0") if name})
        if not names and is_ignored(root):
            return None
    except GitUnusable:
        return None
    links = {folder for folder in _folders_of(names) if (root / folder).is_symlink()}
    below = tuple(f"{folder}/" for folder in links)
    return dict(_own_files(root, (name for name in names if not name.startswith(below))))


def _folders_of(names: Iterable[str]) -> set[str]:
    """Every folder above one of the names, below the root."""
    found: set[str] = set()
    for name in names:
        folder = name.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def _walk(root: Path, endings: tuple[str, ...]) -> Iterator[tuple[str, os.stat_result]]:
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in NEVER_READ)
        relative = Path(folder).relative_to(root).as_posix()
        prefix = "" if relative == "." else f"{relative}/"
        yield from _own_files(root, (prefix + name for name in names if name.endswith(endings)))


def _own_files(root: Path, names: Iterable[str]) -> Iterator[tuple[str, os.stat_result]]:
    """The names that are files. Symbolic links are left to the file that they point to."""
    for name in names:
        try:
            found = os.lstat(f"{root}/{name}")
        except (OSError, ValueError):
            continue
        if stat.S_ISREG(found.st_mode):
            yield name, found
