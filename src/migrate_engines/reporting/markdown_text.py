"""Pieces of Markdown whose texts mean nothing but themselves."""

import re
from collections.abc import Sequence

_MARKUP = re.compile(r"([\\`*_{}\[\]<>()#+!~&-])")


def plain(text: str) -> str:
    """Text whose characters mean nothing but themselves."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def code(text: str) -> str:
    """A code span, whatever it holds."""
    text = " ".join(text.split())
    fence = "`" * (1 + max(map(len, re.findall(r"`+", text)), default=0))
    gap = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{gap}{text}{gap}{fence}" if text else ""


def codes(texts: Sequence[str]) -> str:
    return ", ".join(map(code, texts))


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A pipe would end a cell, even in a code span."""
    cells = [[cell.replace("|", "\\|") or " " for cell in row] for row in rows]
    lines = [headings, ["---"] * len(headings), *cells]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
