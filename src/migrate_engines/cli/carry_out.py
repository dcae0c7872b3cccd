"""One call of ``migrate-engines run``, by options that are right in themselves."""

from collections.abc import Callable, Sequence
from functools import cache, partial
from pathlib import Path
from time import time_ns
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from migrate_engines.cli import colour, progress
from migrate_engines.cli.codemods import configured_codemods, query_codemod
from migrate_engines.cli.configured import cache_of, configured, with_slashes
from migrate_engines.cli.output import emit, note, repository_prefix
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


class Options(Struct, frozen=True):
    """What the user has asked for; ``also`` are further formats with their files."""

    paths: tuple[Path, ...] = ()
    dry_run: bool = False
    check: bool = False
    diff: bool = False
    unsafe: bool = False
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    module: str | None = None
    bowler: Path | None = None
    allow_dirty: bool = False
    verify: bool = False
    interactive: bool = False
    output_format: OutputFormat = OutputFormat.TEXT
    output_file: Path | None = None
    also: tuple[tuple[OutputFormat, Path], ...] = ()
    config: Path | None = None
    quiet: bool = False
    verbose: bool = False
    statistics: bool = False
    jobs: int | None = None
    no_cache: bool = False
    cache_dir: Path | None = None
    exit_zero: bool = False

    @property
    def mode(self) -> Mode:
        if self.check:
            return Mode.CHECK
        return Mode.DRY_RUN if self.dry_run or self.diff else Mode.APPLY

    @property
    def outputs(self) -> tuple[tuple[OutputFormat, Path | None], ...]:
        """The formats with their files; what stands first is told where there is no file for it."""
        is_diff = self.output_format is OutputFormat.TEXT and (self.dry_run or self.diff)
        return (OutputFormat.DIFF if is_diff else self.output_format, self.output_file), *self.also

    @property
    def may_be_answered_again(self) -> bool:
        return not (self.also or self.output_file or self.interactive or self.verify or self.bowler)


def carry_out(words: Sequence[str], options: Options) -> int:
    """Run, tell, and give the exit code; ``words`` are those of the call.

    Raises:
        InputError: something that was asked for, or that stands in a file, is not right.
    """
    began = time_ns()
    settings = configured(paths := with_slashes(options.paths), options.config)
    if options.verify:
        _refuse_without_commit(settings)
    request = Request(
        paths=paths,
        mode=options.mode,
        unsafe=options.unsafe or settings.unsafe,
        select=options.select,
        ignore=options.ignore,
        module=options.module,
        allow_dirty=options.allow_dirty,
        jobs=options.jobs,
    )
    query = options.bowler
    read = partial(query_codemod, query) if query else partial(configured_codemods, settings)
    source = _Source(settings, cache(read), options.quiet, query)
    if options.interactive:
        request = _chosen(request, source)
    remembered = _run(request, source, cache_of(settings, options.cache_dir, is_off=options.no_cache))
    source = replace(source, codemods=remembered.codemods)  # those on the disk may be others by now
    answer = _told(remembered.report, _view(source, options), options.outputs)
    if options.verify:
        code = _verified(remembered.report, source, options.module)
        answer = replace(answer, code=max(answer.code, code))
    if options.exit_zero:
        answer = replace(answer, code=0)
    if options.may_be_answered_again:
        remember(Call(list(words), request, settings, source.codemods, began), remembered, answer)
    return answer.code


class _Source(Struct, frozen=True):
    """Where a run comes from; the codemods are read when they are asked for.

    With ``query``, a file of Bowler queries, they are the one that it stands for.
    """

    settings: Settings
    codemods: Callable[[], Sequence["Codemod"]]
    quiet: bool
    query: Path | None = None


def _refuse_without_commit(settings: Settings) -> None:
    from migrate_engines.verification.comparing.written import refuse_without_commit

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


def _run(request: Request, source: _Source, kept: "CacheFolder | None") -> "Remembered":
    from migrate_engines.running.remembered import Remembered
    from migrate_engines.running.remembered import run as run_over_tree
    from migrate_engines.running.watch import unwatched

    watch = progress.shown if progress.is_wanted(quiet=source.quiet) else unwatched
    if source.query is None:
        made = run_over_tree(request, source.settings, source.codemods, cache=kept, watch=watch)
    else:
        from migrate_engines.queries.run import QueryRun

        report = QueryRun(source.query)(request, source.settings, source.codemods(), watch=watch)
        made = Remembered(report, source.codemods)
    if request.mode is not Mode.CHECK:
        return made
    return replace(made, report=_with_known(made.report, source.settings))


def _with_known(report: Report, settings: Settings) -> Report:
    from migrate_engines.compliance.known import with_known

    return with_known(report, settings)


def _view(source: _Source, options: Options) -> View:
    """What the wanted formats show besides the report."""
    settings = source.settings
    wanted = {each for each, _ in options.outputs}
    listed = source.codemods() if wanted & _LISTING_CODEMODS else ()
    prefix = repository_prefix(settings.root)
    view = View(options.verbose, source.quiet, prefix, listed, options.statistics)
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
