"""``migrate-engines inventory``."""

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from migrate_engines.cli import progress
from migrate_engines.cli.codemods import configured_codemods
from migrate_engines.cli.configured import configured
from migrate_engines.cli.options import Config, ExitZero, refuse_missing_folder
from migrate_engines.cli.output import emit, note
from migrate_engines.model.problem import InputError, Problem
from migrate_engines.reporting.inventory.format import InventoryFormat

_Names: TypeAlias = Annotated[
    list[str] | None,
    typer.Argument(metavar="[NAMES]", help="Names to explain instead: real, redirect, phantom or prose."),
]
_NamesFile: TypeAlias = Annotated[
    Path | None,
    typer.Option("--names", metavar="FILE", help="Explain the names in this file, one a line, too."),
]
_Format: TypeAlias = Annotated[
    InventoryFormat, typer.Option("--output-format", help="How the inventory is written.")
]
_File: TypeAlias = Annotated[
    Path | None,
    typer.Option("--output-file", metavar="FILE", dir_okay=False, help="Write it there, not to stdout."),
]
_Quiet: TypeAlias = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no notes.")]
_Verbose: TypeAlias = Annotated[bool, typer.Option("--verbose", "-v", help="List every use (text only).")]


def inventory(
    names: _Names = None,
    names_file: _NamesFile = None,
    output_format: _Format = InventoryFormat.TEXT,
    output_file: _File = None,
    config: Config = None,
    quiet: _Quiet = False,
    verbose: _Verbose = False,
    exit_zero: ExitZero = False,
) -> None:
    """List the competing implementations, and what each really is. Exit 1 if a file cannot be read."""
    from migrate_engines.inventory.take import take_inventory
    from migrate_engines.reporting.inventory.formats import INVENTORY_RENDERERS
    from migrate_engines.running.run import unwatched

    refuse_missing_folder(output_file)
    asked = (*(names or ()), *_read(names_file))
    settings = configured((), config)
    watch = progress.shown if progress.is_wanted(quiet=quiet) else unwatched
    found = take_inventory(settings, configured_codemods(settings), asked, watch=watch)
    data = INVENTORY_RENDERERS[output_format](found, verbose)
    emit(data, output_file, is_for_people=output_format is InventoryFormat.TEXT)
    if output_format is not InventoryFormat.TEXT or output_file:
        for each in found.unread:
            note(f"{each.path}: failed {each.message}")
    raise typer.Exit(1 if found.unread and not exit_zero else 0)


def _read(file: Path | None) -> tuple[str, ...]:
    from migrate_engines.inventory.names import read_names

    if file is None:
        return ()
    try:
        names = read_names(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        what = error.strerror or str(error) if isinstance(error, OSError) else "This is not UTF-8"
        raise InputError([Problem(str(file), 0, what, "Name a text file with one name a line.")]) from error
    if not names:
        raise InputError([Problem(str(file), 0, "There is no name in it", "Write one name a line.")])
    return names
