"""A comparison for people, on a terminal."""

from collections.abc import Iterator

from migrate_engines.reporting.comparison.cells import HEADINGS, rest, rows, total
from migrate_engines.reporting.text import aligned
from migrate_engines.verification.comparing.fault import CheckResult, Compared, Fault

_MOST = 100  # faults of one check


def render_comparison_text(compared: Compared) -> str:
    """What is new, check by check; then the table and the total."""
    lines = [line for result in compared.results for line in _new(result)]
    blocks = ["".join(f"{line}\n" for line in lines)] if lines else []
    if compared.results:
        blocks.append(aligned([HEADINGS, *rows(compared)], HEADINGS[1:]))
    blocks.append("".join(f"{line}\n" for line in (*rest(compared), total(compared))))
    return "\n".join(blocks)


def _new(result: CheckResult) -> Iterator[str]:
    for fault in result.new[:_MOST]:
        yield f"{_place(fault)}{result.name} [{fault.code}] {' '.join(fault.what.split())}"
        yield from (f"  {cause}" for cause in fault.causes)
    if len(result.new) > _MOST:
        yield f"{result.name}: and {len(result.new) - _MOST} more; --output-format json has all of them"


def _place(fault: Fault) -> str:
    return f"{fault.place}: " if fault.path else ""
