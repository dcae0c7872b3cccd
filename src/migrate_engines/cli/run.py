"""``migrate-engines [run] [PATHS]``."""

from collections.abc import Callable, Sequence, Set
from functools import cache, partial
from pathlib import Path
from time import time_ns
from typing import TYPE_CHECKING

import typer
from msgspec import Struct
from msgspec.structs import replace

from migrate_engines.cli import colour, progress, run_options
from migrate_engines.cli.codemods import configured_codemods, query_codemod
from migrate_engines.cli.options import (
    Bowler,
    CacheDir,
    Config,
    ExitZero,
    Jobs,
    NoCache,
    cache_of,
    configured,
    names,
    refuse_missing_folder,
    with_slashes,
)
from migrate_engines.cli.output import emit, note, repository_prefix
from migrate_engines.cli.outputs import Also, parsed
from migrate_engines.cli.remember import Answer, Call, remember
from migrate_engines.model.report import Mode, Report
from migrate_engines.reporting.format import OutputFormat, View
from migrate_engines.running.request import Request
from migrate_engines.settings import Settings

if TYPE_CHECKING:
    from migrate_engines.cache.folder import CacheFolder
    from migrate_engines.model.rule import Codemod
    from migrate_engines.running.remembered import Remembered

# The formats that say which codemods there are.
_LISTING_CODEMODS = {OutputFormat.SARIF, OutputFormat.CODETF}


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
    began = time_ns()
    _refuse(output_format, diff=diff, select=select, file=output_file)
    _refuse_bowler(bowler, [*(select or ()), *(ignore or ())])
    more = parsed(also)
    is_writing = not (dry_run or check or diff)
    if interactive:
        _refuse_interactive(is_writing=is_writing)
    chosen_paths = with_slashes(paths)
    settings = configured(chosen_paths, config)
    if verify:
        _refuse_verify(settings, is_writing=is_writing)
    request = Request(
        paths=chosen_paths,
        mode=_mode(check=check, dry_run=dry_run or diff),
        unsafe=unsafe or settings.unsafe,
        select=names(select),
        ignore=names(ignore),
        module=module,
        allow_dirty=allow_dirty,
        jobs=jobs,
    )
    read = partial(query_codemod, bowler) if bowler else partial(configured_codemods, settings)
    source = _Source(settings, cache(read), quiet, bowler)
    if interactive:
        request = _chosen(request, source)
    remembered = _run(request, source, cache_of(settings, cache_dir, is_off=no_cache))
    if output_format is OutputFormat.TEXT and (dry_run or diff):
        output_format = OutputFormat.DIFF
    outputs = [(output_format, output_file), *more]
    view = _view(source, {each for each, _ in outputs}, verbose=verbose, statistics=statistics)
    answer = _told(remembered.report, view, outputs)
    if verify:
        answer = replace(answer, code=max(answer.code, _verified(remembered.report, source, module)))
    if exit_zero:
        answer = replace(answer, code=0)
    if not (more or output_file or interactive or verify or bowler):
        remember(Call(context.obj, request, settings, source.codemods, began), remembered, answer)
    raise typer.Exit(answer.code)


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


class _Source(Struct, frozen=True):
    """Where a run comes from; the codemods are read when they are asked for.

    With ``query``, a file of Bowler queries, they are the one that it stands for.
    """

    settings: Settings
    codemods: Callable[[], Sequence["Codemod"]]
    quiet: bool
    query: Path | None = None


def _refuse_verify(settings: Settings, *, is_writing: bool) -> None:
    from migrate_engines.verification.comparing.written import refuse_without_commit

    if not is_writing:
        told = "nothing would be written; `migrate-engines verify --worktree` rehearses a run."
        raise typer.BadParameter(told, param_hint="--verify")
    refuse_without_commit(settings.root)


def _verified(report: Report, source: _Source, module: str | None) -> int:
    from migrate_engines.cli.compared import verified
    from migrate_engines.running.watch import unwatched

    watch = progress.shown if progress.is_wanted(quiet=source.quiet) else unwatched
    codemods = configured_codemods(source.settings)  # which count what is left, whatever has run
    return verified(report, source.settings, codemods, module, watch, quiet=source.quiet)


def _chosen(request: Request, source: _Source) -> Request:
    from migrate_engines.cli.interactive import chosen

    return chosen(request, source.settings, lambda asked: _run(asked, source, None).report)


def _mode(*, check: bool, dry_run: bool) -> Mode:
    if check:
        return Mode.CHECK
    return Mode.DRY_RUN if dry_run else Mode.APPLY


def _run(request: Request, source: _Source, kept: "CacheFolder | None") -> "Remembered":
    from migrate_engines.running.remembered import Remembered
    from migrate_engines.running.remembered import run as run_over_tree
    from migrate_engines.running.watch import unwatched

    watch = progress.shown if progress.is_wanted(quiet=source.quiet) else unwatched
    if source.query is None:
        made = run_over_tree(request, source.settings, source.codemods, cache=kept, watch=watch)
    else:
        from migrate_engines.queries.run import QueryRun

        made = Remembered(QueryRun(source.query)(request, source.settings, source.codemods(), watch=watch))
    if request.mode is not Mode.CHECK:
        return made
    return replace(made, report=_with_known(made.report, source.settings))


def _with_known(report: Report, settings: Settings) -> Report:
    from migrate_engines.compliance.known import with_known

    return with_known(report, settings)


def _view(source: _Source, wanted: Set[OutputFormat], *, verbose: bool, statistics: bool) -> View:
    """What the wanted formats show besides the report."""
    settings = source.settings
    listed = source.codemods() if wanted & _LISTING_CODEMODS else ()
    view = View(verbose, source.quiet, repository_prefix(settings.root), listed, statistics)
    return _with_history(view, settings) if OutputFormat.HTML in wanted else view


def _with_history(view: View, settings: Settings) -> View:
    """What the page shows besides: the burn-down that `report` records, and the owners of CODEOWNERS."""
    from migrate_engines.verification.history import Measured, read_history
    from migrate_engines.workflow.owners import owners_if_any

    lines = read_history(settings.inside(settings.verify.history))
    measured = [each for each in lines if isinstance(each, Measured)]
    return replace(view, measured=measured, owner_of=owners_if_any(settings.root, view.prefix))


def _told(report: Report, view: View, outputs: Sequence[tuple[OutputFormat, Path | None]]) -> Answer:
    """Tell it in every format; gives back what the first one says."""
    output_format = outputs[0][0]
    out = _emit(report, view, outputs)
    err = _note(report, view, output_format)
    return Answer(report.exit_code(), out, err, is_plain=output_format is not OutputFormat.DIFF)


def _emit(report: Report, view: View, outputs: Sequence[tuple[OutputFormat, Path | None]]) -> str | bytes:
    """Write each; gives back the first one."""
    from migrate_engines.reporting.formats import RENDERERS

    first: str | bytes | None = None
    for output_format, file in outputs:
        data = RENDERERS[output_format](report, view)
        if isinstance(data, bytes) and output_format is OutputFormat.DIFF and not file and colour.is_wanted():
            colour.print_diff(data)
        else:
            emit(data, file, is_for_people=output_format is OutputFormat.TEXT)
        first = data if first is None else first
    return first or ""


def _note(report: Report, view: View, output_format: OutputFormat) -> str:
    """What a person is told besides; gives back what of it the next call would tell as well."""
    from migrate_engines.reporting.formats import render_beside

    beside = render_beside(report, output_format, view)
    notes = () if view.quiet else report.notes
    for text in (beside, *(f"note: {each}" for each in notes)):
        if text:
            note(text)
    if report.run and not view.quiet:
        note("undo: migrate-engines rollback")
    return beside
