"""The gates as a Markdown document."""

from collections.abc import Iterator, Sequence

from migrate_engines.compliance.compliance import Compliance
from migrate_engines.compliance.finding import Judged, Status
from migrate_engines.model.gate import REMEDIES, RULES, Gate
from migrate_engines.reporting.compliance.cells import HEADINGS, rows, settled, total
from migrate_engines.reporting.markdown_text import code, plain, table


def render_compliance_markdown(compliance: Compliance) -> str:
    """A summary table, then each gate that has a finding, whatever its status."""
    summary = [(code(gate), *cells) for gate, *cells in rows(compliance)]
    blocks = [
        "# Compliance",
        plain(f"{total(compliance)}."),
        table(HEADINGS, summary),
        *(block for gate in Gate for block in _gate(gate, compliance.of(gate))),
        *_rest(compliance),
    ]
    return "\n\n".join(blocks) + "\n"


def _gate(gate: Gate, judged: Sequence[Judged]) -> Iterator[str]:
    if judged:
        yield f"## {gate}"
        yield f"{RULES[gate]} **{REMEDIES[gate]}**"
        yield "\n".join(f"- {_finding(each)}" for each in judged)


def _finding(judged: Judged) -> str:
    finding = judged.finding
    status = "" if judged.status is Status.NEW else f" *({judged.status})*"
    told = judged.reason or finding.advice
    return f"{code(str(finding.location))}{status} {plain(finding.what)}" + (
        f": {plain(told)}" if told else ""
    )


def _rest(compliance: Compliance) -> Iterator[str]:
    if compliance.not_judged:
        yield "## Not judged"
        yield "\n".join(f"- {code(gate)}: {plain(why)}" for gate, why in compliance.not_judged)
    if compliance.unread:
        yield "## Files that could not be read"
        yield "\n".join(f"- {code(each.path)}: {plain(each.message)}" for each in compliance.unread)
    if gone := settled(compliance):
        yield plain(f"{gone}.")
