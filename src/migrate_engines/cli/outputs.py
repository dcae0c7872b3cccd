"""``--also FORMAT=FILE``: the same run in further formats."""

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from migrate_engines.reporting.format import OutputFormat

Also: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--also", metavar="FORMAT=FILE", help="Write the report in this format, too, to that file (repeated)."
    ),
]
_HINT = "--also"


def parsed(values: Sequence[str] | None) -> list[tuple[OutputFormat, Path]]:
    """Each format with its file.

    Raises:
        BadParameter: there is no such format, no file is named, or its folder does not exist.
    """
    return [_parsed(value) for value in values or ()]


def _parsed(value: str) -> tuple[OutputFormat, Path]:
    name, _, file = value.partition("=")
    if name not in list(OutputFormat):
        close = get_close_matches(name, list(OutputFormat), n=1)
        remedy = f"Did you mean {close[0]}?" if close else f"There are: {', '.join(OutputFormat)}."
        raise typer.BadParameter(f"'{name}' is no format. {remedy}", param_hint=_HINT)
    path = Path(file)
    if not file or path.is_dir():
        raise typer.BadParameter(f"name a file, as in {name}=report.{name}.", param_hint=_HINT)
    if not path.parent.is_dir():
        raise typer.BadParameter(f"the folder of {file} does not exist.", param_hint=_HINT)
    return OutputFormat(name), path
