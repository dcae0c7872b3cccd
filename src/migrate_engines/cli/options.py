"""Options that several commands have, and what follows from them."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from migrate_engines.settings import Settings, load_settings

if TYPE_CHECKING:
    from migrate_engines.cache.folder import CacheFolder

Config: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--config", metavar="FILE", help="Take [tool.migrate-engines] from this file; its folder is the root."
    ),
]

Bowler: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--bowler",
        metavar="QUERY.py",
        exists=True,
        dir_okay=False,
        help="Execute this file of Bowler queries, which take the place of the codemods.",
    ),
]

ExitZero: TypeAlias = Annotated[bool, typer.Option("--exit-zero", help="Exit 0 where it would be 1.")]

Jobs: TypeAlias = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        "-j",
        metavar="N",
        min=0,
        help="Processes that decide files; 0 for none but this one. By default one per processor.",
    ),
]

NoCache: TypeAlias = Annotated[
    bool, typer.Option("--no-cache", help="Remember nothing, and use nothing that was remembered.")
]

CacheDir: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--cache-dir",
        metavar="FOLDER",
        file_okay=False,
        help="Where to remember runs that have ended.",
    ),
]


def cache_of(settings: Settings, folder: Path | None, *, is_off: bool = False) -> "CacheFolder | None":
    """The cache of this root.

    Raises:
        InputError: the settings name a folder outside the root.
    """
    if is_off:
        return None
    from migrate_engines.cache.folder import cache_folder

    return cache_folder(settings, folder)


def refuse_missing_folder(file: Path | None) -> None:
    """Before any work is done for a file that nothing can be written to.

    Raises:
        BadParameter: the folder of ``--output-file`` does not exist.
    """
    if file and not file.parent.is_dir():
        raise typer.BadParameter("its folder does not exist.", param_hint="--output-file")


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
