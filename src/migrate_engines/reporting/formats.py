"""The output formats by name."""

from collections.abc import Callable
from typing import TypeAlias

from migrate_engines.model.report import Report
from migrate_engines.reporting.codetf import render_codetf
from migrate_engines.reporting.diff import render_diff
from migrate_engines.reporting.format import OutputFormat, View
from migrate_engines.reporting.github import render_github
from migrate_engines.reporting.gitlab import render_gitlab
from migrate_engines.reporting.json import render_json
from migrate_engines.reporting.junit import render_junit
from migrate_engines.reporting.markdown import render_markdown
from migrate_engines.reporting.run_page.page import render_run_page
from migrate_engines.reporting.sarif import render_sarif
from migrate_engines.reporting.text import (
    render_failures,
    render_findings,
    render_statistics,
    render_text,
    render_total,
)

Renderer: TypeAlias = Callable[[Report, View], str | bytes]

RENDERERS: dict[OutputFormat, Renderer] = {
    OutputFormat.TEXT: lambda report, view: _text(report, view),
    OutputFormat.DIFF: lambda report, view: render_diff(report, view.prefix),
    OutputFormat.JSON: lambda report, view: render_json(report),
    OutputFormat.MARKDOWN: lambda report, view: render_markdown(report, view.prefix),
    OutputFormat.SARIF: lambda report, view: render_sarif(report, view.prefix, view.codemods),
    OutputFormat.GITHUB: lambda report, view: render_github(report, view.prefix),
    OutputFormat.GITLAB: lambda report, view: render_gitlab(report, view.prefix),
    OutputFormat.JUNIT: lambda report, view: render_junit(report, view.prefix),
    OutputFormat.CODETF: lambda report, view: render_codetf(report, view.prefix, view.codemods),
    OutputFormat.HTML: lambda report, view: render_run_page(report, view.measured, view.owner_of),
}


def _text(report: Report, view: View) -> str:
    if view.statistics:
        return render_statistics(report)
    return (render_findings if view.quiet else render_text)(report, verbose=view.verbose)


def render_beside(report: Report, output_format: OutputFormat, view: View) -> str:
    """For stderr, what a person misses in the data: findings beside a diff, the total beside the others.

    Failures show even when everything else is to be quiet.
    """
    if output_format is OutputFormat.TEXT:
        return ""
    if view.quiet:
        return render_failures(report)
    if output_format is OutputFormat.DIFF:
        return _text(report, view)
    return f"{render_total(report)}\n"
