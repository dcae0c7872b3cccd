"""``migrate-engines test``."""

from pathlib import Path
from typing import Annotated

import typer

from migrate_engines.cli.codemods import configured_codemods, query_codemod
from migrate_engines.cli.configured import configured
from migrate_engines.cli.options import Bowler, Config
from migrate_engines.cli.output import emit


def test(
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="[GOLDEN]", help="The folder of golden cases; else the configured one."),
    ] = None,
    update: Annotated[
        bool, typer.Option("--update", help="Rewrite what the cases expect, and show the difference.")
    ] = False,
    pattern: Annotated[
        str | None, typer.Option("-k", metavar="TEXT", help="Only the cases whose name contains this.")
    ] = None,
    bowler: Bowler = None,
    config: Config = None,
) -> None:
    """Run the golden cases: what must come out, and what must be left alone.

    With --bowler, those in the folder of GOLDEN that has the name of the file of queries.
    """
    from migrate_engines.golden.run import run_golden

    settings = configured([folder] if folder else (), config)
    golden = folder or settings.inside(settings.golden)
    if bowler is None:
        report = run_golden(golden, settings, configured_codemods(settings), update=update, pattern=pattern)
    else:
        from migrate_engines.queries.run import QueryRun

        codemods, query = query_codemod(bowler), QueryRun(bowler)
        report = run_golden(
            golden, settings, codemods, update=update, pattern=pattern, run=query, is_query=True
        )
    emit(report.render(), None)
    raise typer.Exit(report.exit_code)
