"""Which files a run looks at: what git tracks or could add, else every file below the root."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from msgspec import Struct

from migrate_engines.settings import Settings
from migrate_engines.tree.embedded import MARKDOWN, NOTEBOOK
from migrate_engines.tree.git_files import git_names, own_files, without_linked

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
    """The files of a root, sorted, with ``/``.

    Attributes:
        python: modules.
        settings: files that may name a Python object.
        found: what the system said of each of them as it was listed.
        others: what git lists besides, by whether the settings leave it out; it is no file (a symbolic link,
            or gone) where they do not. None where git did not list them.
    """

    python: tuple[str, ...]
    settings: tuple[str, ...]
    found: Mapping[str, os.stat_result]
    others: Mapping[str, bool] | None = None


def list_tree(settings: Settings) -> Listing:
    """Python files and files of settings, found in one go."""
    endings = code_endings(settings)
    names = git_names(settings.root, endings)
    found = _found(settings, endings, names)
    python = tuple(path for path in found if path.endswith(".py"))
    others = tuple(path for path in found if not path.endswith(".py"))
    if names is None:
        return Listing(python, others, found)
    rest = [name for name in names if name not in found]
    chosen = set(_chosen(rest, endings, settings))
    return Listing(python, others, found, {name: name not in chosen for name in rest})


def code_endings(settings: Settings) -> tuple[str, ...]:
    """Of the names of all files that may take part."""
    return (".py", *_endings(settings))


def list_files(settings: Settings) -> tuple[str, ...]:
    """Paths of Python files below the root, sorted, with ``/``; ignored and excluded ones left out."""
    return tuple(_found(settings, (".py",), git_names(settings.root, (".py",))))


def list_settings_files(settings: Settings) -> tuple[str, ...]:
    """Paths of files that may name a Python object in their settings, by the same rules."""
    endings = _endings(settings)
    return tuple(_found(settings, endings, git_names(settings.root, endings)))


def _endings(settings: Settings) -> tuple[str, ...]:
    """Those of all files but modules that take part; Markdown only where a pattern may mean it."""
    wanted = [ending for ending in _DOCUMENTS if any(_may_match(each, ending) for each in settings.documents)]
    return (*SETTINGS_ENDINGS, *wanted)


def _may_match(pattern: str, ending: str) -> bool:
    tail = pattern[-len(ending) :]
    return tail == ending or any(each in tail for each in "*?[]")


def _found(
    settings: Settings, endings: tuple[str, ...], names: Sequence[str] | None
) -> dict[str, os.stat_result]:
    """By path, sorted; ``names`` are what git lists, None where it does not."""
    if names is not None:
        return dict(without_linked(settings.root, _chosen(names, endings, settings)))
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


def _walk(root: Path, endings: tuple[str, ...]) -> Iterator[tuple[str, os.stat_result]]:
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in NEVER_READ)
        relative = Path(folder).relative_to(root).as_posix()
        prefix = "" if relative == "." else f"{relative}/"
        yield from own_files(root, (prefix + name for name in names if name.endswith(endings)))
