"""The settings, the cache and the paths that a call is about."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from migrate_engines.settings import Settings, load_settings

if TYPE_CHECKING:
    from migrate_engines.cache.folder import CacheFolder


def configured(paths: Sequence[Path], config: Path | None) -> Settings:
    """The settings for ``paths``: those of the folder that holds all of them, or of this folder."""
    return load_settings(_start(paths), config)


def _start(paths: Sequence[Path]) -> Path:
    if not paths:
        return Path.cwd()
    folders = [each if each.is_dir() else each.parent for each in (path.resolve() for path in paths)]
    return Path(os.path.commonpath(folders))


def with_slashes(paths: Sequence[Path] | None) -> tuple[Path, ...]:
    """The paths; one that is written with backslashes and does not exist so, with slashes."""
    return tuple(_with_slashes(path) for path in paths or ())


def _with_slashes(path: Path) -> Path:
    other = Path(str(path).replace("\\", "/"))
    return other if not path.exists() and other.exists() else path


def names(values: Sequence[str] | None) -> tuple[str, ...]:
    """``--select a,b --select c`` is a, b and c."""
    return tuple(name for value in values or () for name in map(str.strip, value.split(",")) if name)


def cache_of(settings: Settings, folder: Path | None, *, is_off: bool = False) -> "CacheFolder | None":
    """The cache of this root.

    Raises:
        InputError: the settings name a folder outside the root.
    """
    if is_off:
        return None
    from migrate_engines.cache.folder import cache_folder

    return cache_folder(settings, folder)
