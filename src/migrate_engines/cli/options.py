"""Options that several commands have, and what follows from them."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from migrate_engines.settings import Settings, load_settings

Config: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--config", metavar="FILE", help="Take [tool.migrate-engines] from this file; its folder is the root."
    ),
]


def configured(paths: Sequence[Path], config: Path | None) -> Settings:
    """The settings for ``paths``: those of the folder that holds all of them, or of this folder."""
    return load_settings(_start(paths), config)


def _start(paths: Sequence[Path]) -> Path:
    if not paths:
        return Path.cwd()
    folders = [each if each.is_dir() else each.parent for each in (path.resolve() for path in paths)]
    return Path(os.path.commonpath(folders))


def names(values: Sequence[str] | None) -> tuple[str, ...]:
    """``--select a,b --select c`` is a, b and c."""
    return tuple(name for value in values or () for name in map(str.strip, value.split(",")) if name)
