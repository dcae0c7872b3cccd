"""``migrate-engines verify``."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from migrate_engines.cli import progress
from migrate_engines.cli.configured import configured, names
from migrate_engines.cli.options import Config, ExitZero, refuse_missing_folder
from migrate_engines.cli.output import emit, note
from migrate_engines.reporting.comparison.format import ComparisonFormat

if TYPE_CHECKING:
    from migrate_engines.running.run import Watch
    from migrate_engines.settings import Settings

_Phases: TypeAlias = Annotated[
    list[str] | None, typer.Argument(metavar="[PHASES]", help="Only these phases; none means all of them.")
]
_Baseline: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--baseline", help="Before the change: run all phases and record what each test does, good or bad."
    ),
]
_Against: TypeAlias = Annotated[
    str | None,
    typer.Option("--against", metavar="REV", help="Compare the working tree with this commit."),
]
_Worktree: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--worktree", help="Rehearse a run and its rollback on a throw-away checkout of HEAD, and compare."
    ),
]
_Static: TypeAlias = Annotated[bool, typer.Option("--static", help="Run no phases of tests.")]
_Import: TypeAlias = Annotated[
    bool, typer.Option("--import", help="Also import each redirect; that runs the project's code.")
]
_Unsafe: TypeAlias = Annotated[
    bool, typer.Option("--unsafe", help="With --worktree: apply rewrites that may change behaviour, too.")
]
_Select: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--select", metavar="CODEMOD", help="With --worktree: only these codemods."),
]
_Ignore: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--ignore", metavar="CODEMOD", help="With --worktree: all but these codemods."),
]
_Module: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--module", metavar="DOTTED", help="No legacy use may be left there; --worktree changes only it."
    ),
]
_Format: TypeAlias = Annotated[
    ComparisonFormat, typer.Option("--output-format", help="How the result is written.")
]
_File: TypeAlias = Annotated[
    Path | None,
    typer.Option("--output-file", metavar="FILE", dir_okay=False, help="Write it there, not to stdout."),
]
_Quiet: TypeAlias = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no notes.")]


def verify(
    phases: _Phases = None,
    baseline: _Baseline = False,
    against: _Against = None,
    worktree: _Worktree = False,
    static: _Static = False,
    imports: _Import = False,
    unsafe: _Unsafe = False,
    select: _Select = None,
    ignore: _Ignore = None,
    module: _Module = None,
    output_format: _Format = ComparisonFormat.TEXT,
    output_file: _File = None,
    config: Config = None,
    quiet: _Quiet = False,
    exit_zero: ExitZero = False,
) -> None:
    """Show that the tree is no worse than before. Exit 1 if anything is new.

    With --against or --worktree two trees are compared: what parses, which names, calls and patches are
    broken, cycles of imports, redirects, legacy uses, the gates, and the phases of tests. Without them, the
    phases of [tool.migrate-engines.verify] run against a baseline run, and a test that failed then does not
    count. The commands of the phases are the project's own: run this only where you would run them.
    """
    _refuse_combinations(
        {"--baseline": baseline, "--against": against is not None, "--worktree": worktree},
        {"--static": static, "--import": imports, "--module": module is not None},
        {"--unsafe": unsafe, "--select": bool(select), "--ignore": bool(ignore)},
        output_format,
    )
    if baseline and phases:
        raise typer.BadParameter("a baseline run is of all phases.", param_hint="--baseline")
    if select and not names(select):
        raise typer.BadParameter("no codemod is named.", param_hint="--select")
    refuse_missing_folder(output_file)
    settings = configured((), config)
    watch = _watch(quiet=quiet)
    if baseline:
        _record(settings, watch, quiet=quiet)
        raise typer.Exit
    if against is None and not worktree:
        code = _run_phases(settings, phases or [], output_format, output_file, watch)
        raise typer.Exit(0 if exit_zero else code)
    from migrate_engines.cli.compared import Chosen, compared

    chosen = Chosen(
        against, static, imports, unsafe, names(select), names(ignore), module, tuple(phases or ())
    )
    code = compared(chosen, settings, output_format, output_file, watch)
    raise typer.Exit(0 if exit_zero else code)


def _refuse_combinations(
    ways: dict[str, bool],
    comparing: dict[str, bool],
    applying: dict[str, bool],
    output_format: ComparisonFormat,
) -> None:
    """What can only be a mistake, before anything is done."""
    given = [name for name, is_given in ways.items() if is_given]
    if len(given) > 1:
        raise typer.BadParameter(f"it does not go with {given[1]}.", param_hint=given[0])
    is_comparing = ways["--against"] or ways["--worktree"]
    needs = {} if is_comparing else dict.fromkeys(_given(comparing), "--against or --worktree")
    needs |= {} if ways["--worktree"] else dict.fromkeys(_given(applying), "--worktree")
    if not is_comparing and output_format is ComparisonFormat.MARKDOWN:
        needs["--output-format markdown"] = "--against or --worktree"
    for name, other in needs.items():
        raise typer.BadParameter(f"it goes with {other}.", param_hint=name)


def _given(options: dict[str, bool]) -> Iterator[str]:
    return (name for name, is_given in options.items() if is_given)


def _watch(*, quiet: bool) -> "Watch":
    from migrate_engines.running.run import unwatched

    return progress.shown if progress.is_wanted(quiet=quiet) else unwatched


def _run_phases(
    settings: "Settings",
    phases: list[str],
    output_format: ComparisonFormat,
    output_file: Path | None,
    watch: "Watch",
) -> int:
    """Against the baseline run; the exit code."""
    from migrate_engines.reporting.verification import render_verification, render_verification_json
    from migrate_engines.verification.history import append, verified
    from migrate_engines.verification.verify import commit_of
    from migrate_engines.verification.verify import verify as run_phases

    found = run_phases(settings, phases, watch=watch)
    is_text = output_format is ComparisonFormat.TEXT
    emit(render_verification(found) if is_text else render_verification_json(found), output_file)
    if not phases:
        line = verified(found.verdicts, commit_of(settings), has_before=bool(found.before.phases))
        append(settings.inside(settings.verify.history), line)
    return found.exit_code


def _record(settings: "Settings", watch: "Watch", *, quiet: bool) -> None:
    from migrate_engines.verification.before import render_before
    from migrate_engines.verification.verify import commit_of, run_before

    found = run_before(settings, watch=watch)
    emit(render_before(found, commit_of(settings)), settings.inside(settings.verify.baseline))
    tests = sum(len(each.results) for each in found.values())
    if not quiet:
        note(f"{settings.verify.baseline}: {len(found)} phases, {tests} tests")
