"""A report as Markdown, such as a job summary or the body of a pull request."""

from collections.abc import Iterator, Sequence

from migrate_engines.model.finding import Outcome
from migrate_engines.model.report import Report
from migrate_engines.reporting.markdown_text import code, plain, table
from migrate_engines.reporting.open_findings import OpenFinding, open_findings
from migrate_engines.reporting.text import render_total, summary_rows

# A job summary may have 1 MiB.
MOST_BYTES = 1_000_000
_SHOWN = (Outcome.MANUAL, Outcome.UNSAFE, Outcome.FIXED)
_TITLES = {
    Outcome.MANUAL: "For a person to decide",
    Outcome.UNSAFE: "Rewritten with `--unsafe` only",
    Outcome.FIXED: "Rewritten by a run",
}


def render_markdown(report: Report, prefix: str = "") -> str:
    """The counts, then the findings by outcome, without those in the baseline.

    It is cut where it would be too long for a job summary.
    """
    found = list(open_findings(report, prefix))
    blocks = ["## migrate-engines", plain(render_total(report)), *_counts(report), *_failures(report, prefix)]
    for outcome in _SHOWN:
        rows = [_row(each) for each in found if each.finding.outcome is outcome and not each.finding.is_known]
        if rows:
            room = MOST_BYTES - sum(_size(block) for block in blocks)
            blocks += [f"### {_TITLES[outcome]}", _cut(rows, room)]
    return "\n\n".join(blocks) + "\n"


def _counts(report: Report) -> Iterator[str]:
    headings, *rows = summary_rows(report)
    if rows:
        yield table(headings, [tuple(map(plain, row)) for row in rows])


def _failures(report: Report, prefix: str) -> Iterator[str]:
    if report.failed:
        yield "### Could not be processed"
        yield "\n".join(f"- {code(f'{prefix}{each.path}')}: {plain(each.message)}" for each in report.failed)


def _row(each: OpenFinding) -> tuple[str, ...]:
    place, name = f"{each.path}:{each.place.line}", each.finding.symbol.rpartition(".")[2]
    return code(place), code(name), code(each.rule), plain(each.finding.message)


def _cut(rows: Sequence[tuple[str, ...]], room: int) -> str:
    """As many rows as there is room for, in bytes, and how many are left out."""
    headings = ("place", "symbol", "rule", "what")
    taken, shown = 0, 0
    for row in rows:
        taken += _size("".join(row)) + 40
        shown += taken < room - 1000
    more = f"\n\nand {len(rows) - shown} more" if shown < len(rows) else ""
    return table(headings, rows[:shown]) + more


def _size(text: str) -> int:
    return len(text.encode("utf-8", "backslashreplace"))
