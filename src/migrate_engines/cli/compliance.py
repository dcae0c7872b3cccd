"""``migrate-engines compliance``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from migrate_engines.cli import progress
from migrate_engines.cli.codemods import configured_codemods
from migrate_engines.cli.configured import configured
from migrate_engines.cli.options import Config, ExitZero, refuse_missing_folder
from migrate_engines.cli.output import emit, note
from migrate_engines.reporting.compliance.format import ComplianceFormat
from migrate_engines.settings import Settings

if TYPE_CHECKING:
    from migrate_engines.compliance.compliance import Compliance

_Update: TypeAlias = Annotated[
    bool,
    typer.Option("--update-baseline", help="Take settled findings out of the baseline; refuse to add any."),
]
_Growth: TypeAlias = Annotated[
    bool, typer.Option("--allow-growth", help="With --update-baseline: add new findings, or begin one.")
]
_Format: TypeAlias = Annotated[
    ComplianceFormat, typer.Option("--output-format", help="How the result is written.")
]
_File: TypeAlias = Annotated[
    Path | None,
    typer.Option("--output-file", metavar="FILE", dir_okay=False, help="Write it there, not to stdout."),
]
_Quiet: TypeAlias = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no notes.")]
_Verbose: TypeAlias = Annotated[
    bool, typer.Option("--verbose", "-v", help="List known and suppressed findings, too (text only).")
]


def compliance(
    update_baseline: _Update = False,
    allow_growth: _Growth = False,
    output_format: _Format = ComplianceFormat.TEXT,
    output_file: _File = None,
    config: Config = None,
    quiet: _Quiet = False,
    verbose: _Verbose = False,
    exit_zero: ExitZero = False,
) -> None:
    """Hold the tree to the gates of its consolidation. Exit 1 on a finding that the baseline does not know.

    Exit 1, too, if a file cannot be read. The gates are configured in [tool.migrate-engines.compliance].
    """
    from migrate_engines.compliance.check import check_compliance
    from migrate_engines.reporting.compliance.formats import COMPLIANCE_RENDERERS
    from migrate_engines.running.run import unwatched

    if allow_growth and not update_baseline:
        raise typer.BadParameter("it goes with --update-baseline.", param_hint="--allow-growth")
    refuse_missing_folder(output_file)
    settings = configured((), config)
    watch = progress.shown if progress.is_wanted(quiet=quiet) else unwatched
    found = check_compliance(settings, configured_codemods(settings), watch=watch)
    data = COMPLIANCE_RENDERERS[output_format](found, verbose)
    emit(data, output_file, is_for_people=output_format is ComplianceFormat.TEXT)
    is_updated = update_baseline and _update(found, settings, allow_growth=allow_growth, quiet=quiet)
    code = int(bool(found.unread)) if is_updated else found.exit_code
    raise typer.Exit(0 if exit_zero else code)


def _update(found: "Compliance", settings: Settings, *, allow_growth: bool, quiet: bool) -> bool:
    """Write the baseline; False where it would grow and may not."""
    from migrate_engines.compliance.baseline import render_baseline
    from migrate_engines.inventory.wording import count

    name = settings.compliance.baseline
    if (found.new or not found.has_baseline) and not allow_growth:
        grown = f"{name} would grow by {len(found.new)}" if found.has_baseline else f"there is no {name} yet"
        note(f"refused: {grown}; settle the new findings, or add --allow-growth")
        return not found.new
    emit(render_baseline(found.standing, found.unjudged), settings.inside(name))
    if not quiet:
        note(f"{name}: {count(len(found.standing), 'finding')}")
    return True
