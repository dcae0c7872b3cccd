"""The codemods that come with the tool."""

from pathlib import Path

import migrate_engines
from migrate_engines.settings import Settings


def shipped_folder() -> Path:
    """``_codemods`` inside an installed package, ``codemods/`` beside ``src/`` in a checkout."""
    package = Path(migrate_engines.__file__)
    installed = package.parent / "_codemods"
    return installed if installed.is_dir() else package.parents[2] / "codemods"


def rule_folders(settings: Settings) -> list[Path]:
    """The folders of rule files that the settings name, or the one that comes with the tool.

    Raises:
        InputError: a symbolic link leads from one out of the root.
    """
    return [settings.inside(folder) for folder in settings.codemods] or [shipped_folder()]
