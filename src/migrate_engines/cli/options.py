"""Options that several commands have, and what follows from them."""

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

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


def refuse_missing_folder(file: Path | None) -> None:
    """Before any work is done for a file that nothing can be written to.

    Raises:
        BadParameter: the folder of ``--output-file`` does not exist.
    """
    if file and not file.parent.is_dir():
        raise typer.BadParameter("its folder does not exist.", param_hint="--output-file")
