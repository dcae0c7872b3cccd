"""Tables of text whose cells wrap."""

import re
from collections.abc import Collection, Sequence
from itertools import zip_longest

_GAP = "  "


def table(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[int],
    *,
    right: Collection[int] = (),
) -> str:
    """Columns of at most the given widths; those without one are as wide as they need to be.

    A row of one cell is a line of its own. ``right`` are the columns that are set flush right.
    """
    full = [row for row in rows if len(row) > 1]
    columns = [
        min(max(len(row[at]) for row in (headings, *full)), widths[at] if at < len(widths) else 1000)
        for at in range(len(headings))
    ]
    lines = _lines(headings, columns, right)
    for row in rows:
        lines += [row[0]] if len(row) == 1 else _lines(row, columns, right)
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _lines(row: Sequence[str], columns: Sequence[int], right: Collection[int]) -> list[str]:
    wrapped = [_wrapped(cell, width) for cell, width in zip(row, columns, strict=True)]
    return [
        _GAP.join(
            (text or "").rjust(width) if at in right else (text or "").ljust(width)
            for at, (text, width) in enumerate(zip(line, columns, strict=True))
        )
        for line in zip_longest(*wrapped)
    ]


def _wrapped(cell: str, width: int) -> list[str]:
    """Broken at spaces; a word that is too long, at its joints (``a.b``, ``a_b``, ``aB``), else anywhere."""
    indent = cell[: len(cell) - len(cell.lstrip())]
    room = max(width - len(indent), 1)
    lines = [""]
    for word in cell.split():
        for number, part in enumerate(_parts(word, room)):
            glue = " " if lines[-1] and number == 0 else ""
            if len(lines[-1]) + len(glue) + len(part) <= room:
                lines[-1] += glue + part
            else:
                lines.append(part)
    return [f"{indent}{line}" for line in lines if line] or [""]


def _parts(word: str, room: int) -> list[str]:
    """The word itself, or pieces of it that fit."""
    if len(word) <= room:
        return [word]
    pieces = re.findall(r"[A-Z]*[^._=A-Z]*[._=]?", word)[:-1]
    return [piece[at : at + room] for piece in pieces for at in range(0, len(piece), room)]
