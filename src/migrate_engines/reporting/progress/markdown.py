"""The report as a Markdown document."""

from migrate_engines.reporting.markdown_text import code, plain, table
from migrate_engines.reporting.progress.tables import Table, failures, headline, tables
from migrate_engines.verification.progress import Progress


def render_progress_markdown(progress: Progress) -> str:
    blocks = ["# Consolidation report", plain(f"{headline(progress)}.")]
    for each in tables(progress):
        blocks += [f"## {each.title}", *_table(each)]
    if failed := failures(progress):
        blocks += ["### Tests that fail or are missing", "\n".join(f"- {code(each)}" for each in failed)]
    return "\n\n".join(blocks) + "\n"


def _table(each: Table) -> list[str]:
    """The note, and the rows where there are some."""
    rows = [[plain(cell) for cell in row] for row in each.rows]
    return [*([plain(each.note)] if each.note else []), *([table(each.headings, rows)] if rows else [])]
