"""``migrate-engines rollback``."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer
from msgspec import Struct

from migrate_engines.cli.configured import configured, names, with_slashes
from migrate_engines.cli.options import Config
from migrate_engines.cli.output import emit, note, repository_prefix
from migrate_engines.settings import Settings

if TYPE_CHECKING:
    from migrate_engines.journal.plan import Part
    from migrate_engines.journal.store import Journal
    from migrate_engines.model.journal import Recorded
    from migrate_engines.model.rollback import RollbackReport

_Targets: TypeAlias = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[RUN] [PATHS]",
        help="The number of a run (none: the newest that stands), then files or folders (none: all).",
    ),
]
_Codemods: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--codemod", metavar="CODEMOD", help="Only what these codemods did (a,b or repeated)."),
]
_Module: TypeAlias = Annotated[
    str | None, typer.Option("--module", metavar="DOTTED", help="Only in this module or package.")
]
_DryRun: TypeAlias = Annotated[bool, typer.Option("--dry-run", help="Write nothing; show the diff.")]
_List: TypeAlias = Annotated[bool, typer.Option("--list", help="List the runs of the journal.")]
_Complete: TypeAlias = Annotated[
    bool, typer.Option("--complete", help="Finish a run that was interrupted, instead of taking it back.")
]


def rollback(
    targets: _Targets = None,
    codemod: _Codemods = None,
    module: _Module = None,
    dry_run: _DryRun = False,
    list_runs: _List = False,
    complete: _Complete = False,
    config: Config = None,
) -> None:
    """Take back what a run wrote, byte for byte.

    A file that changed since is merged with those changes where they are apart; otherwise it is refused,
    and the others are restored. Exit 1 if a file was refused. A rollback is a run, too: name it to undo it.
    """
    if codemod and not names(codemod):
        raise typer.BadParameter("no codemod is named.", param_hint="--codemod")
    settings = configured((), config)
    run, paths = _split(targets or [])
    if list_runs:
        emit(_list(settings), None)
        raise typer.Exit
    if complete and (paths or codemod or module):
        raise typer.BadParameter("a run is finished as a whole.", param_hint="--complete")
    with _journal(settings, is_dry=dry_run) as journal:
        if complete:
            report, root = _complete(journal, run, is_dry=dry_run)
        else:
            part = _Wanted(names(codemod), module, paths, settings.source_roots)
            report, root = _roll_back(journal, settings, run, part, is_dry=dry_run)
    _show(report, root)
    raise typer.Exit(report.exit_code)


class _Wanted(Struct, frozen=True):
    """The part of a run that the options name."""

    codemods: tuple[str, ...]
    module: str | None
    paths: tuple[Path, ...]
    source_roots: tuple[str, ...]

    def part(self, run: "Recorded", root: Path) -> "Part":
        from migrate_engines.journal.plan import Part
        from migrate_engines.tree.modules import ModuleMap

        modules = ModuleMap([entry.path for entry in run.entries], self.source_roots)
        chosen = [_below(root.resolve(), path) for path in self.paths]

        def is_meant(path: str) -> bool:
            is_there = not chosen or any(
                each in (".", path) or path.startswith(f"{each}/") for each in chosen
            )
            module = f"{modules.module_of(path)}."
            return is_there and (self.module is None or module.startswith(f"{self.module}."))

        return Part(frozenset(self.codemods), is_meant if self.paths or self.module else None)


def _below(root: Path, path: Path) -> str:
    """The path relative to the root; "." for a folder around it, and a name that no file has elsewhere."""
    if root.is_relative_to(path):
        return "."
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else ""


def _split(targets: Sequence[str]) -> tuple[str | None, tuple[Path, ...]]:
    """A number in the first place is a run; ``./7`` is a file."""
    run = targets[0] if targets and targets[0].isdecimal() else None
    paths = [Path(each) for each in (targets[1:] if run else targets)]
    return run, tuple(each.resolve() for each in with_slashes(paths))


@contextmanager
def _journal(settings: Settings, *, is_dry: bool) -> "Iterator[Journal]":
    from migrate_engines.journal.home import find_home
    from migrate_engines.journal.store import Journal, held_journal

    if is_dry:
        yield Journal(find_home(settings.root), settings.journal_runs)
    else:
        with held_journal(settings.root, settings.journal_runs) as journal:
            yield journal


def _roll_back(
    journal: "Journal", settings: Settings, name: str | None, wanted: _Wanted, *, is_dry: bool
) -> "tuple[RollbackReport, Path]":
    from migrate_engines.journal.history import run_to_undo
    from migrate_engines.journal.rollback import roll_back

    run = run_to_undo(journal, settings.root, name)
    root = journal.home.root(run.root)
    return roll_back(journal, run, wanted.part(run, root), is_dry=is_dry), root


def _complete(journal: "Journal", name: str | None, *, is_dry: bool) -> "tuple[RollbackReport, Path]":
    from migrate_engines.journal.completion import complete
    from migrate_engines.journal.history import run_to_finish

    run = run_to_finish(journal, name)
    return complete(journal, run, is_dry=is_dry), journal.home.root(run.root)


def _list(settings: Settings) -> str:
    from migrate_engines.journal.history import state_of
    from migrate_engines.reporting.rollback import Listed, render_runs

    with _journal(settings, is_dry=True) as journal:
        runs = journal.runs()
        here = journal.home.relative(settings.root)
        roots = {run.name: journal.home.root(run.root) for run in runs}
        listed = [
            Listed(run, state_of(run, runs, roots[run.name]), "" if run.root == here else run.root)
            for run in runs
        ]
    return render_runs(listed)


def _show(report: "RollbackReport", root: Path) -> None:
    # Imported late, as all that a command needs only when it runs: each command loads all of them.
    from migrate_engines.reporting.rollback import render_refused, render_rollback, render_rollback_diff

    if report.is_dry:
        emit(render_rollback_diff(report, repository_prefix(root)), None)
        if refused := render_refused(report):
            note(refused)
    else:
        emit(render_rollback(report), None)
    for text in report.notes:
        note(f"note: {text}")
    if report.name:
        note(f"undo: migrate-engines rollback {report.name}")
