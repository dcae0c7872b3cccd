"""What has changed between a file and a text, as edits of whole lines that leave every other byte."""

from collections.abc import Iterator
from difflib import SequenceMatcher

from migrate_engines.model.edit import Edit
from migrate_engines.model.span import Span
from migrate_engines.tree.source import LINE_END, SourceFile, Unreadable


def normal(source: SourceFile) -> str:
    """The text with ``\\n`` at the end of every line that has an end.

    Raises:
        Unreadable: a line ends in a carriage return alone, which could become half of another line end.
    """
    text = source.text.replace("\r\n", "\n")
    if "\r" in text:
        line = source.line_of(source.text.replace("\r\n", "\n\n").index("\r"))
        raise Unreadable(f"ends line {line} in a lone carriage return; convert its line ends")
    return text


def changes(source: SourceFile, new: str) -> Iterator[Edit]:
    """The edits that make the file say ``new``, whose lines end in ``\\n``.

    Lines that are in both keep their line ends; a line that is new gets the file's first one. Where as many
    lines come as go, each is an edit of its own, so that each can be left out.
    """
    old, lines = LINE_END.split(source.text), new.split("\n")
    for what, a, b, c, d in SequenceMatcher(None, old, lines, autojunk=False).get_opcodes():
        if what == "replace" and b - a == d - c:
            yield from (_edit(source, (a + at, a + at + 1), [lines[c + at]]) for at in range(b - a))
        elif what != "equal":
            yield _edit(source, (a, b), lines[c:d])


def _edit(source: SourceFile, replaced: tuple[int, int], lines: list[str]) -> Edit:
    """Lines from 0; the last one of a file has no end, and is empty where the file ends with a line end."""
    starts, newline = source.line_starts, source.newline
    first, end = replaced
    if end < len(starts):
        return Edit(Span(starts[first], starts[end]), "".join(f"{line}{newline}" for line in lines))
    if first == end:
        start, text = len(source.text), "".join(f"{newline}{line}" for line in lines)
    elif lines or not first:
        start, text = starts[first], newline.join(lines)
    else:
        start, text = starts[first - 1] + len(source.line_text(first)), ""
    return Edit(Span(start, len(source.text)), text)
