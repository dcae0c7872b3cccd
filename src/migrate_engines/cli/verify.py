"""``migrate-engines verify``."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from migrate_engines.cli import progress
from migrate_engines.cli.options import Config, ExitZero, configured, refuse_missing_folder
from migrate_engines.cli.output import emit, note

if TYPE_CHECKING:
    from migrate_engines.settings import Settings


class VerifyFormat(StrEnum):
    TEXT = "text"
    JSON = "json"


_Phases: TypeAlias = Annotated[
    list[str] | None, typer.Argument(metavar="[PHASES]", help="Only these phases; none means all of them.")
]
_Baseline: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--baseline", help="Before the change: run all phases and record what each test does, good or bad."
    ),
]
_Format: TypeAlias = Annotated[
    VerifyFormat, typer.Option("--output-format", help="How the result is written.")
]
_File: TypeAlias = Annotated[
    Path | None,
    typer.Option("--output-file", metavar="FILE", dir_okay=False, help="Write it there, not to stdout."),
]
_Quiet: TypeAlias = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no notes.")]


def verify(
    phases: _Phases = None,
    baseline: _Baseline = False,
    output_format: _Format = VerifyFormat.TEXT,
    output_file: _File = None,
    config: Config = None,
    quiet: _Quiet = False,
    exit_zero: ExitZero = False,
) -> None:
    """Run the phases of [tool.migrate-engines.verify]. Exit 1 if one does not reach its threshold.

    A test that failed in the baseline run does not count against the change. The commands are the
    project's own: run this only where you would run them.
    """
    from migrate_engines.running.run import unwatched

    if baseline and phases:
        raise typer.BadParameter("a baseline run is of all phases.", param_hint="--baseline")
    refuse_missing_folder(output_file)
    settings = configured((), config)
    watch = progress.shown if progress.is_wanted(quiet=quiet) else unwatched
    if baseline:
        _record(settings, quiet=quiet)
        raise typer.Exit
    from migrate_engines.reporting.verification import render_verification, render_verification_json
    from migrate_engines.verification.history import append, verified
    from migrate_engines.verification.verify import commit_of
    from migrate_engines.verification.verify import verify as run_phases

    found = run_phases(settings, phases or (), watch=watch)
    is_text = output_format is VerifyFormat.TEXT
    emit(render_verification(found) if is_text else render_verification_json(found), output_file)
    if not phases:
        line = verified(found.verdicts, commit_of(settings), has_before=bool(found.before.phases))
        append(settings.inside(settings.verify.history), line)
    raise typer.Exit(0 if exit_zero else found.exit_code)


def _record(settings: "Settings", *, quiet: bool) -> None:
    from migrate_engines.running.run import unwatched
    from migrate_engines.verification.before import render_before
    from migrate_engines.verification.verify import commit_of, run_before

    watch = progress.shown if progress.is_wanted(quiet=quiet) else unwatched
    found = run_before(settings, watch=watch)
    emit(render_before(found, commit_of(settings)), settings.inside(settings.verify.baseline))
    tests = sum(len(each.results) for each in found.values())
    if not quiet:
        note(f"{settings.verify.baseline}: {len(found)} phases, {tests} tests")
