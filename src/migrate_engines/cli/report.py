"""``migrate-engines report``."""

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from migrate_engines.cli import progress
from migrate_engines.cli.codemods import configured_codemods
from migrate_engines.cli.configured import configured
from migrate_engines.cli.options import Config, refuse_missing_folder
from migrate_engines.cli.output import emit, note
from migrate_engines.reporting.progress.format import ProgressFormat

_Format: TypeAlias = Annotated[
    ProgressFormat, typer.Option("--output-format", help="How the report is written.")
]
_File: TypeAlias = Annotated[
    Path | None,
    typer.Option("--output-file", metavar="FILE", dir_okay=False, help="Write it there, not to stdout."),
]
_NoRecord: TypeAlias = Annotated[
    bool, typer.Option("--no-record", help="Do not add this measurement to the history.")
]
_Quiet: TypeAlias = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no notes.")]


def report(
    output_format: _Format = ProgressFormat.MARKDOWN,
    output_file: _File = None,
    no_record: _NoRecord = False,
    config: Config = None,
    quiet: _Quiet = False,
) -> None:
    """Tell how far the consolidation is: tests, phases, gates over time, and the criteria of success.

    The gates are measured now, and the figures are added to the history; the phases are those of the last
    `migrate-engines verify`. It exits with 0, whatever it tells: `compliance` and `verify` are there to fail.
    """
    from migrate_engines.reporting.progress.markdown import render_progress_markdown
    from migrate_engines.reporting.progress.page import render_progress_page
    from migrate_engines.running.run import unwatched
    from migrate_engines.verification.history import append, read_history
    from migrate_engines.verification.progress import take_progress

    refuse_missing_folder(output_file)
    settings = configured((), config)
    watch = progress.shown if progress.is_wanted(quiet=quiet) else unwatched
    path = settings.inside(settings.verify.history)
    found = take_progress(settings, configured_codemods(settings), read_history(path), watch=watch)
    is_page = output_format is ProgressFormat.HTML
    data = render_progress_page(found) if is_page else render_progress_markdown(found)
    emit(data, output_file, is_for_people=False)
    if not no_record:
        append(path, found.measured[-1])
    if not quiet:
        for name, why in found.discovery.unread:
            note(f"{name}: failed {why}")
