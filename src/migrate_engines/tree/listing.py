"""Which files a run looks at: what git tracks or could add, else every file below the root."""

import os
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from time import time_ns

from msgspec import Struct

from migrate_engines.settings import Settings
from migrate_engines.tree.embedded import MARKDOWN, NOTEBOOK
from migrate_engines.tree.git_files import SETTINGS_ENDINGS, Stamp, git_found, own_files

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


class Listing(Struct, frozen=True):
    """The files of a root, sorted, with ``/``.

    Attributes:
        python: modules.
        settings: files that may name a Python object.
        taken: a time before they were listed, in nanoseconds of the system's clock.
        found: what the system said of each of them then.
        others: what git lists besides, by whether the settings leave it out; it is no file (a symbolic link,
            or gone) where they do not. None where git did not list them.
    """

    python: tuple[str, ...]
    settings: tuple[str, ...]
    taken: int
    found: Mapping[str, Stamp]
    others: Mapping[str, bool] | None = None


def list_tree(settings: Settings) -> Listing:
    """Python files and files of settings, found in one go."""
    endings = code_endings(settings)
    now = time_ns()
    in_git = git_found(settings.root, endings)
    if in_git is None:
        found = _walked(settings, endings)
        return _listing(now, found, None)
    taken, names, own = in_git
    chosen = _chosen(names, endings, settings)
    found = {name: own[name] for name in chosen if name in own}
    parts = set(chosen)
    return _listing(taken, found, {name: name not in parts for name in names if name not in found})


def _listing(taken: int, found: Mapping[str, Stamp], others: Mapping[str, bool] | None) -> Listing:
    python = tuple(path for path in found if path.endswith(".py"))
    return Listing(python, tuple(path for path in found if not path.endswith(".py")), taken, found, others)


def code_endings(settings: Settings) -> tuple[str, ...]:
    """Of the names of all files that may take part."""
    return (".py", *_endings(settings))


def list_files(settings: Settings) -> tuple[str, ...]:
    """Paths of Python files below the root, sorted, with ``/``; ignored and excluded ones left out."""
    return tuple(_found(settings, (".py",)))


def list_settings_files(settings: Settings) -> tuple[str, ...]:
    """Paths of files that may name a Python object in their settings, by the same rules."""
    endings = _endings(settings)
    return tuple(_found(settings, endings))


def _endings(settings: Settings) -> tuple[str, ...]:
    """Those of all files but modules that take part; Markdown only where a pattern may mean it."""
    wanted = [ending for ending in _DOCUMENTS if any(_may_match(each, ending) for each in settings.documents)]
    return (*SETTINGS_ENDINGS, *wanted)


def _may_match(pattern: str, ending: str) -> bool:
    tail = pattern[-len(ending) :]
    return tail == ending or any(each in tail for each in "*?[]")


def _found(settings: Settings, endings: tuple[str, ...]) -> Iterable[str]:
    """Sorted paths."""
    in_git = git_found(settings.root, endings)
    if in_git is None:
        return _walked(settings, endings)
    _, names, own = in_git
    return [name for name in _chosen(names, endings, settings) if name in own]


def _walked(settings: Settings, endings: tuple[str, ...]) -> dict[str, Stamp]:
    """By path, sorted."""
    walked = dict(_walk(settings.root, endings))
    return {name: walked[name] for name in _chosen(sorted(walked), endings, settings)}


def _chosen(names: Iterable[str], endings: tuple[str, ...], settings: Settings) -> list[str]:
    """The names that take part."""
    named = [name for name in names if name.endswith(endings)]
    if not settings.exclude and not settings.codemods:
        return [name for name in named if not name.endswith(_DOCUMENTS) or is_included(name, settings)]
    return [name for name in named if is_included(name, settings)]


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


def _walk(root: Path, endings: tuple[str, ...]) -> Iterator[tuple[str, Stamp]]:
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in NEVER_READ)
        relative = Path(folder).relative_to(root).as_posix()
        prefix = "" if relative == "." else f"{relative}/"
        yield from own_files(root, (prefix + name for name in names if name.endswith(endings)))
