"""A comparison as Markdown, for a pull request."""

from collections.abc import Iterator

from migrate_engines.reporting.comparison.cells import HEADINGS, rest, rows, total
from migrate_engines.reporting.markdown_text import code, plain, table
from migrate_engines.verification.comparing.fault import ASKS, CheckResult, Compared, Fault

_MOST = 100  # faults of one check: a hosting service cuts longer texts


def render_comparison_markdown(compared: Compared) -> str:
    """The table, then what is new, check by check."""
    blocks = ["# Verification", f"**{plain(total(compared))}**"]
    if compared.results:
        blocks.append(table(HEADINGS, [(code(name), *cells) for name, *cells in rows(compared)]))
    blocks += [block for result in compared.results for block in _new(result)]
    if notes := [f"- {plain(each)}" for each in rest(compared)]:
        blocks.append("\n".join(notes))
    return "\n\n".join(blocks) + "\n"


def _new(result: CheckResult) -> Iterator[str]:
    if not result.new:
        return
    yield f"## New in {code(result.name)}"
    yield plain(f"What has to hold: {ASKS[result.name]}.")
    yield "\n".join(line for fault in result.new[:_MOST] for line in _fault(fault))
    if len(result.new) > _MOST:
        yield f"and {len(result.new) - _MOST} more"


def _fault(fault: Fault) -> Iterator[str]:
    place = f"{code(fault.place)} " if fault.path else ""
    yield f"- {place}{code(fault.code)} {plain(fault.what)}"
    yield from (f"  - {plain(cause)}" for cause in fault.causes)
