"""Colours on a terminal only, and not where NO_COLOR says so."""

import os
import sys


def is_wanted() -> bool:
    """Whether standard output is a terminal that shows colours; see https://no-color.org."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def print_diff(diff: bytes) -> None:
    """A diff as git shows it; for people, so that bytes that are no UTF-8 are replaced."""
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)
    for line in diff.decode("utf-8", "replace").splitlines():
        console.print(Text(line, style=_style(line)))


def _style(line: str) -> str:
    if line.startswith(("diff ", "--- ", "+++ ", "new file", "deleted file")):
        return "bold"
    return {"+": "green", "-": "red", "@": "cyan"}.get(line[:1], "")
