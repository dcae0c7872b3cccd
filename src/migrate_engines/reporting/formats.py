"""The output formats by name."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from migrate_engines.model.report import Report
from migrate_engines.reporting.diff import render_diff
from migrate_engines.reporting.json import render_json
from migrate_engines.reporting.text import render_failures, render_findings, render_text, render_total


class OutputFormat(StrEnum):
    TEXT = "text"
    DIFF = "diff"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class View:
    """``verbose`` lists every finding, ``quiet`` leaves out the summary.

    ``prefix`` is where the root stands in its repository: "" or "folder/".
    """

    verbose: bool = False
    quiet: bool = False
    prefix: str = ""


Renderer: TypeAlias = Callable[[Report, View], str | bytes]

RENDERERS: dict[OutputFormat, Renderer] = {
    OutputFormat.TEXT: lambda report, view: (render_findings if view.quiet else render_text)(
        report, verbose=view.verbose
    ),
    OutputFormat.DIFF: lambda report, view: render_diff(report, view.prefix),
    OutputFormat.JSON: lambda report, view: render_json(report),
}


def render_beside(report: Report, output_format: OutputFormat, view: View) -> str:
    """For stderr, what a person misses in the data: findings beside a diff, the total beside JSON.

    Failures show even when everything else is to be quiet.
    """
    if output_format is OutputFormat.TEXT:
        return ""
    if view.quiet:
        return render_failures(report)
    if output_format is OutputFormat.JSON:
        return f"{render_total(report)}\n"
    return render_text(report, verbose=view.verbose)
