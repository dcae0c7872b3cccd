"""The codemods that come with the tool."""

from pathlib import Path

import migrate_engines


def shipped_folder() -> Path:
    """``_codemods`` inside an installed package, ``codemods/`` beside ``src/`` in a checkout."""
    package = Path(migrate_engines.__file__)
    installed = package.parent / "_codemods"
    return installed if installed.is_dir() else package.parents[2] / "codemods"
