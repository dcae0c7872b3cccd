"""Which files a run looks at: what git tracks or could add, else every file below the root."""

import os
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from migrate_engines.settings import Settings
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


SETTINGS_ENDINGS = (".toml", ".yaml", ".yml", ".ini", ".cfg")


def list_files(settings: Settings) -> tuple[str, ...]:
    """Paths of Python files below the root, sorted, with ``/``; ignored and excluded ones left out."""
    return _list(settings, (".py",))


def list_settings_files(settings: Settings) -> tuple[str, ...]:
    """Paths of files that may name a Python object in their settings, by the same rules."""
    return _list(settings, SETTINGS_ENDINGS)


def _list(settings: Settings, endings: tuple[str, ...]) -> tuple[str, ...]:
    found = _git_files(settings.root, endings)
    names = _walk(settings.root, endings) if found is None else found
    return tuple(sorted(name for name in names if name.endswith(endings) and not is_excluded(name, settings)))


def is_excluded(path: str, settings: Settings) -> bool:
    """Whether an ``exclude`` pattern matches the path or a folder above it, or it belongs to the rules."""
    own = (*settings.codemods, settings.golden) if settings.codemods else ()
    if any(path.startswith(f"{folder.rstrip('/')}/") for folder in own):
        return True
    parts = path.split("/")
    prefixes = ["/".join(parts[: count + 1]) for count in range(len(parts))]
    return any(
        fnmatchcase(prefix, pattern.rstrip("/")) for pattern in settings.exclude for prefix in prefixes
    )


def _git_files(root: Path, endings: tuple[str, ...]) -> list[str] | None:
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
    folders = {folder for name in names for folder in Path(name).parents}
    links = {folder for folder in folders if (root / folder).is_symlink()}
    return [name for name in names if _is_own_file(root / name) and links.isdisjoint(Path(name).parents)]


def _walk(root: Path, endings: tuple[str, ...]) -> Iterator[str]:
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in NEVER_READ)
        relative = Path(folder).relative_to(root).as_posix()
        prefix = "" if relative == "." else f"{relative}/"
        for name in names:
            if name.endswith(endings) and _is_own_file(Path(folder, name)):
                yield prefix + name


def _is_own_file(path: Path) -> bool:
    """Symbolic links are left to the file that they point to."""
    return path.is_file() and not path.is_symlink()
