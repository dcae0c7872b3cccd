"""The gates for people: what is new, gate by gate, then all of them in a table.

second-implementation
  rule: One class implements it: the canonical one. ...
  do: Move its callers to the canonical class, then remove it.
  acme/old.py:4: acme.old.OldEngine is an implementation of its own: 2 statements beside Engine
"""

import textwrap
from collections.abc import Iterator, Sequence

from migrate_engines.compliance.compliance import Compliance
from migrate_engines.compliance.finding import Judged, Status
from migrate_engines.model.gate import REMEDIES, RULES, Gate
from migrate_engines.reporting.compliance.cells import HEADINGS, rows, settled, total
from migrate_engines.reporting.text import aligned

WIDTH = 100


def render_compliance_text(compliance: Compliance, *, verbose: bool = False) -> str:
    """New findings; with ``verbose``, known and suppressed ones, too."""
    shown = frozenset(Status) if verbose else frozenset([Status.NEW])
    found = {gate: [each for each in compliance.of(gate) if each.status in shown] for gate in Gate}
    blocks = [_gate(gate, judged) for gate, judged in found.items() if judged]
    blocks.append(aligned([HEADINGS, *rows(compliance)], HEADINGS[2:]))
    blocks.append("".join(f"{line}\n" for line in _rest(compliance)))
    return "\n".join(blocks)


def _gate(gate: Gate, judged: Sequence[Judged]) -> str:
    lines = [f"{gate}\n", _wrapped(f"rule: {RULES[gate]}"), _wrapped(f"do: {REMEDIES[gate]}")]
    return "".join([*lines, *(f"  {line}\n" for each in judged for line in _finding(each))])


def _wrapped(text: str) -> str:
    lines = textwrap.wrap(text, WIDTH, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)
    return "".join(f"{line}\n" for line in lines)


def _finding(judged: Judged) -> Iterator[str]:
    finding = judged.finding
    status = "" if judged.status is Status.NEW else f" {judged.status}"
    yield f"{finding.location}:{status} {finding.what}"
    if judged.reason:
        yield f"    because: {judged.reason}"
    elif finding.advice:
        yield f"    do: {finding.advice}"


def _rest(compliance: Compliance) -> Iterator[str]:
    for gate, why in compliance.not_judged:
        yield f"{gate} is not judged: {why}"
    for each in compliance.unread:
        yield f"{each.path}: failed {each.message}"
    if gone := settled(compliance):
        yield gone
    yield total(compliance)
