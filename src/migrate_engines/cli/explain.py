"""``migrate-engines explain FILE:LINE``."""

import re
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from migrate_engines.cli import progress
from migrate_engines.cli.codemods import configured_codemods
from migrate_engines.cli.configured import configured
from migrate_engines.cli.options import Config
from migrate_engines.cli.output import emit
from migrate_engines.model.gate import Gate
from migrate_engines.model.problem import InputError, Problem
from migrate_engines.model.reason import Reason
from migrate_engines.settings import Settings

# The path may begin with a drive (C:\\work\\app.py:12), so the numbers are looked for at the end.
_PLACE = re.compile(r"(?P<path>.+?):(?P<line>\d+)(?::(?P<column>\d+))?:?")


class ExplainFormat(StrEnum):
    TEXT = "text"
    JSON = "json"


def explain(
    place: Annotated[
        str, typer.Argument(metavar="FILE:LINE[:COLUMN]", help="A place, or the code of a reason or gate.")
    ],
    output_format: Annotated[
        ExplainFormat, typer.Option("--output-format", help="How it is written.")
    ] = ExplainFormat.TEXT,
    config: Config = None,
) -> None:
    """Say how a name was resolved, how the arguments were bound, and why it is (not) rewritten."""
    from migrate_engines.reporting.gates import render_gate
    from migrate_engines.reporting.reasons import render_reason

    if pages := list(filter(None, (render_reason(place), render_gate(place)))):
        emit("\n".join(pages), None)
        return
    path, line, column = _parsed(place)
    # From the root of a project without a repository, its files belong to that root, too.
    is_below = path.resolve().is_relative_to(Path.cwd())
    settings = configured([] if is_below else [path], config)
    relative = _relative(path, line, settings)
    emit(_explained(relative, line, column, output_format, settings), None)


def _explained(
    path: str, line: int, column: int | None, output_format: ExplainFormat, settings: Settings
) -> str | bytes:
    from migrate_engines.reporting.explanation import render_explanation, render_explanation_json
    from migrate_engines.running.explain import explain as explain_line
    from migrate_engines.running.run import unwatched

    watch = progress.shown if progress.is_wanted(quiet=False) else unwatched
    codemods = configured_codemods(settings)
    explanation = explain_line(path, line, settings, codemods, column=column, watch=watch)
    if output_format is ExplainFormat.JSON:
        return render_explanation_json(explanation)
    return render_explanation(explanation)


def _parsed(place: str) -> tuple[Path, int, int | None]:
    found = _PLACE.fullmatch(place)
    if found is None:
        close = get_close_matches(place, [*Reason, *Gate], n=1)
        remedy = (
            "Write path:line or path:line:column, such as app/worker.py:12, or the code of a reason or gate."
        )
        remedy = f"Did you mean {close[0]}?" if close else remedy
        raise InputError([Problem(place, 0, "This is no place in a file", remedy)])
    column = int(found["column"]) if found["column"] else None
    return Path(found["path"].replace("\\", "/")), int(found["line"]), column


def _relative(path: Path, line: int, settings: Settings) -> str:
    root, file = settings.root.resolve(), path.resolve()
    if not file.is_file():
        raise InputError([Problem(path.as_posix(), 0, "There is no such file", "Give its path from here.")])
    if not file.is_relative_to(root):
        remedy = "Run from its own project, or give --config."
        raise InputError([Problem(path.as_posix(), 0, f"It is outside the root {root.as_posix()}", remedy)])
    count = len(file.read_bytes().splitlines())
    if not 1 <= line <= max(count, 1):
        what = f"It has {count} lines, so there is no line {line}"
        raise InputError([Problem(path.as_posix(), 0, what, "Give a line of the file, from 1.")])
    return file.relative_to(root).as_posix()
