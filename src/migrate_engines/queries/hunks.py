"""Hunks, which a Bowler query may accept or not."""

from collections.abc import Callable, Iterator
from difflib import SequenceMatcher, unified_diff
from typing import TypeAlias

Hunk: TypeAlias = list[str]
"""Lines of a unified diff without line ends: its two headings, the place, then the lines."""
Accepts: TypeAlias = Callable[[str, Hunk], object]
"""Asked with a file's name and a hunk; False leaves the hunk out."""


def with_accepted(before: str, after: str, filename: str, accepts: Accepts) -> str:
    """``before`` with those hunks of the change to ``after`` that are accepted."""
    old, new = before.split("\n"), after.split("\n")
    groups = SequenceMatcher(None, old, new).get_grouped_opcodes()
    lines: list[str] = []
    position = 0
    for group, hunk in zip(groups, _hunks(old, new, filename), strict=True):
        first, last = group[0], group[-1]
        lines += old[position : first[1]]
        is_taken = accepts(filename, hunk) is not False
        lines += new[first[3] : last[4]] if is_taken else old[first[1] : last[2]]
        position = last[2]
    return "\n".join([*lines, *old[position:]])


def _hunks(old: list[str], new: list[str], filename: str) -> Iterator[Hunk]:
    heading: Hunk = []
    hunk: Hunk = []
    for line in unified_diff(old, new, filename, filename, lineterm=""):
        if line.startswith("@@"):
            if hunk:
                yield hunk
            hunk = [*heading, line]
        elif hunk:
            hunk.append(line)
        else:
            heading.append(line)
    if hunk:
        yield hunk
