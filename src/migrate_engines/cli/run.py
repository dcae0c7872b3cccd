"""``migrate-engines [run] [PATHS]``: its options, and what among them can only be a mistake."""

from collections.abc import Sequence
from pathlib import Path

import typer

from migrate_engines.cli import run_options
from migrate_engines.cli.carry_out import Options, carry_out
from migrate_engines.cli.configured import names
from migrate_engines.cli.options import (
    Bowler,
    CacheDir,
    Config,
    ExitZero,
    Jobs,
    NoCache,
    refuse_missing_folder,
)
from migrate_engines.cli.outputs import Also, parsed
from migrate_engines.reporting.format import OutputFormat


def run(
    context: typer.Context,
    paths: run_options.Paths = None,
    dry_run: run_options.DryRun = False,
    check: run_options.Check = False,
    diff: run_options.Diff = False,
    unsafe: run_options.Unsafe = False,
    select: run_options.Select = None,
    ignore: run_options.Ignore = None,
    module: run_options.Module = None,
    bowler: Bowler = None,
    allow_dirty: run_options.AllowDirty = False,
    verify: run_options.Verify = False,
    interactive: run_options.Interactive = False,
    output_format: run_options.Format = OutputFormat.TEXT,
    output_file: run_options.File = None,
    also: Also = None,
    config: Config = None,
    quiet: run_options.Quiet = False,
    verbose: run_options.Verbose = False,
    statistics: run_options.Statistics = False,
    jobs: Jobs = None,
    no_cache: NoCache = False,
    cache_dir: CacheDir = None,
    exit_zero: ExitZero = False,
) -> None:
    """Apply safe rewrites and shims; report what was left, and why."""
    _refuse(output_format, diff=diff, select=select, file=output_file)
    _refuse_bowler(bowler, [*(select or ()), *(ignore or ())])
    options = Options(
        tuple(paths or ()),
        dry_run=dry_run,
        check=check,
        diff=diff,
        unsafe=unsafe,
        select=names(select),
        ignore=names(ignore),
        module=module,
        bowler=bowler,
        allow_dirty=allow_dirty,
        verify=verify,
        interactive=interactive,
        output_format=output_format,
        output_file=output_file,
        also=tuple(parsed(also)),
        config=config,
        quiet=quiet,
        verbose=verbose,
        statistics=statistics,
        jobs=jobs,
        no_cache=no_cache,
        cache_dir=cache_dir,
        exit_zero=exit_zero,
    )
    is_writing = not (dry_run or check or diff)
    if interactive:
        _refuse_interactive(is_writing=is_writing)
    if verify and not is_writing:
        told = "nothing would be written; `migrate-engines verify --worktree` rehearses a run."
        raise typer.BadParameter(told, param_hint="--verify")
    raise typer.Exit(carry_out(context.obj, options))


def _refuse(output_format: OutputFormat, *, diff: bool, select: list[str] | None, file: Path | None) -> None:
    """What can only be a mistake, before anything is written."""
    if diff and output_format not in (OutputFormat.TEXT, OutputFormat.DIFF):
        told = f"a diff is not {output_format}; leave out one of the two."
        raise typer.BadParameter(told, param_hint="--diff")
    if select and not names(select):
        # An empty shell variable: "only these" must not become "all of them".
        raise typer.BadParameter("no codemod is named.", param_hint="--select")
    refuse_missing_folder(file)


def _refuse_bowler(queries: Path | None, chosen: Sequence[str]) -> None:
    if queries and chosen:
        told = "the codemods do not run with it; leave out --select and --ignore."
        raise typer.BadParameter(told, param_hint="--bowler")


def _refuse_interactive(*, is_writing: bool) -> None:
    from migrate_engines.cli.interactive import refuse_without_terminal

    if not is_writing:
        told = "nothing would be written, so there is nothing to ask; leave out one of the two."
        raise typer.BadParameter(told, param_hint="--interactive")
    refuse_without_terminal()
