"""The change of one question on the screen: Python in colours, old lines and new ones marked."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from migrate_engines.workflow.questions import Question

if TYPE_CHECKING:
    from rich.console import Console

_CONTEXT = 2  # unchanged lines shown around a change
_STYLES = {"-": "red", "+": "green", " ": "dim"}


def print_change(console: "Console", question: Question) -> None:
    """The changes that touch the call, or those of the whole file where there is no call."""
    from rich.syntax import Syntax
    from rich.text import Text

    python = Syntax("", "python", theme="ansi_dark", background_color="default")
    for mark, line in _shown(question):
        if mark == "@":
            console.print(line, style="cyan", markup=False, soft_wrap=True)
            continue
        code = python.highlight(line) if mark != " " else Text(line, style="dim")
        code.rstrip()
        console.print(Text(f"{mark} ", style=_STYLES[mark]) + code, soft_wrap=True)


def _shown(question: Question) -> Iterator[tuple[str, str]]:
    """Marks and lines; ``@`` is a line number."""
    before = question.file.before or b""
    old, new = (data.decode("utf-8", "replace").splitlines() for data in (before, question.file.after))
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for group in matcher.get_grouped_opcodes(_CONTEXT):
        if any(what != "equal" and _touches(question, a, b) for what, a, b, _, _ in group):
            yield "@", f"@ line {group[0][1] + 1}"
            for what, a, b, c, d in group:
                marks = " " if what == "equal" else "-"
                yield from ((marks, line) for line in old[a:b])
                yield from (("+", line) for line in new[c:d] if what != "equal")


def _touches(question: Question, start: int, end: int) -> bool:
    if question.call is None:
        return True
    place = question.call.place
    first, last = place.line - 1, place.end_line
    return (start < last and end > first) or (start == end and first <= start <= last)
