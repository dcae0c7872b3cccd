"""Modules that no listing has: excluded, ignored or compiled ones."""

import os
from pathlib import Path

from migrate_engines.settings import Settings
from migrate_engines.tree.trace import note_folder


class UnlistedModules:
    """Looks into each folder once, when a name that is missing leads there."""

    def __init__(self, settings: Settings) -> None:
        self._roots = [settings.root / root for root in settings.source_roots]
        self._found: dict[Path, frozenset[str]] = {}

    def has(self, module: str) -> bool:
        """Whether a folder or a file of code has the module's name, listed or not."""
        places = [root / module.replace(".", "/") for root in self._roots]
        return any(place.name in self._names_in(place.parent) for place in places)

    def _names_in(self, folder: Path) -> frozenset[str]:
        if folder not in self._found:
            self._found[folder] = names_of_code(folder)
            note_folder(folder, self._found[folder])
        return self._found[folder]


def names_of_code(folder: Path) -> frozenset[str]:
    """The names of folders and of files of code in a folder; none where there is no folder."""
    try:
        with os.scandir(folder) as entries:
            return frozenset(entry.name.partition(".")[0] for entry in entries if _is_code(entry))
    except (FileNotFoundError, NotADirectoryError):
        return frozenset()


def _is_code(entry: os.DirEntry[str]) -> bool:
    start = entry.name.rfind(".")
    if start <= 0 or start == len(entry.name) - 1:
        return entry.is_dir()
    suffix = entry.name[start:]
    return suffix == ".so" or suffix.startswith(".py")
