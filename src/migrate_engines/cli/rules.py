"""``migrate-engines rules``."""

import typer

from migrate_engines.cli.codemods import configured_codemods
from migrate_engines.cli.configured import configured
from migrate_engines.cli.options import Config
from migrate_engines.cli.output import emit


def rules(config: Config = None) -> None:
    """List the codemods, and check that each fits this tree. Exit 1 if one does not."""
    from migrate_engines.deciding.lint import lint_codemods
    from migrate_engines.reporting.codemods import render_codemods, render_problems

    settings = configured((), config)
    codemods = configured_codemods(settings)
    emit(render_codemods(codemods), None)
    problems = lint_codemods(settings, codemods)
    emit(render_problems(problems), None)
    raise typer.Exit(1 if problems else 0)
