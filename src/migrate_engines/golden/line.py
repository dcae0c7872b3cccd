"""A finding as a case lists it: ``app/worker.py:9:5 manual missing-context``."""

import re
from collections.abc import Iterable

from msgspec import Struct

from migrate_engines.model.finding import Outcome
from migrate_engines.model.report import Report

_FORM = re.compile(rf"(\S.*?):(\d+):(\d+) ({'|'.join(Outcome)})(?: (\S+))?")


class FindingLine(Struct, frozen=True, order=True):
    """``path:line:column outcome``, and the reason where the finding has one."""

    path: str
    line: int
    column: int
    outcome: Outcome
    reason: str = ""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column} {self.outcome} {self.reason}".rstrip()


def parse_line(text: str) -> FindingLine:
    """The finding that a line lists.

    Raises:
        ValueError: the line has another form.
    """
    found = _FORM.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    path, line, column, outcome, reason = found.groups()
    return FindingLine(path, int(line), int(column), Outcome(outcome), reason or "")


def parse_lines(text: str) -> tuple[tuple[FindingLine, ...], list[tuple[int, str]]]:
    """The findings listed in ``text``, sorted, and the lines (numbered from 0) that cannot be read."""
    lines: list[FindingLine] = []
    unread: list[tuple[int, str]] = []
    for number, line in enumerate(text.split("\n")):
        if not line.strip():
            continue
        try:
            lines.append(parse_line(line))
        except ValueError:
            unread.append((number, line.strip()))
    return tuple(sorted(lines)), unread


def lines_of(report: Report) -> tuple[FindingLine, ...]:
    """Every finding of a run, sorted."""
    return tuple(
        sorted(
            FindingLine(path, each.place.line, each.place.column, each.outcome, each.reason or "")
            for path, each in report.findings()
        )
    )


def as_text(lines: Iterable[FindingLine]) -> str:
    """One finding to a line, sorted."""
    return "".join(f"{line}\n" for line in sorted(lines))
