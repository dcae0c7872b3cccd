"""The output formats by name."""

from collections.abc import Callable
from typing import TypeAlias

from migrate_engines.model.report import Report
from migrate_engines.reporting.format import OutputFormat, View
from migrate_engines.reporting.text import (
    render_failures,
    render_findings,
    render_statistics,
    render_text,
    render_total,
)

Renderer: TypeAlias = Callable[[Report, View], str | bytes]


def _diff(report: Report, view: View) -> bytes:
    # Each of them imported late: of all formats a run needs one or two.
    from migrate_engines.reporting.diff import render_diff

    return render_diff(report, view.prefix)


def _json(report: Report, view: View) -> bytes:
    from migrate_engines.reporting.json import render_json

    return render_json(report)


def _markdown(report: Report, view: View) -> str | bytes:
    from migrate_engines.reporting.markdown import render_markdown

    return render_markdown(report, view.prefix)


def _sarif(report: Report, view: View) -> str | bytes:
    from migrate_engines.reporting.sarif import render_sarif

    return render_sarif(report, view.prefix, view.codemods)


def _github(report: Report, view: View) -> str | bytes:
    from migrate_engines.reporting.github import render_github

    return render_github(report, view.prefix)


def _gitlab(report: Report, view: View) -> str | bytes:
    from migrate_engines.reporting.gitlab import render_gitlab

    return render_gitlab(report, view.prefix)


def _junit(report: Report, view: View) -> str | bytes:
    from migrate_engines.reporting.junit import render_junit

    return render_junit(report, view.prefix)


def _codetf(report: Report, view: View) -> str | bytes:
    from migrate_engines.reporting.codetf import render_codetf

    return render_codetf(report, view.prefix, view.codemods)


def _html(report: Report, view: View) -> str | bytes:
    from migrate_engines.reporting.run_page.page import render_run_page

    return render_run_page(report, view.measured, view.owner_of)


def _text(report: Report, view: View) -> str:
    if view.statistics:
        return render_statistics(report)
    return (render_findings if view.quiet else render_text)(report, verbose=view.verbose)


RENDERERS: dict[OutputFormat, Renderer] = {
    OutputFormat.TEXT: _text,
    OutputFormat.DIFF: _diff,
    OutputFormat.JSON: _json,
    OutputFormat.MARKDOWN: _markdown,
    OutputFormat.SARIF: _sarif,
    OutputFormat.GITHUB: _github,
    OutputFormat.GITLAB: _gitlab,
    OutputFormat.JUNIT: _junit,
    OutputFormat.CODETF: _codetf,
    OutputFormat.HTML: _html,
}


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
