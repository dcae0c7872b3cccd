"""One replacement in one file."""

from collections.abc import Iterable

from msgspec import Struct

from migrate_engines.model.span import Span


class EditConflict(Exception):
    """Two edits of one file overlap: a bug in a rule or in the tool, never in the file."""


class Edit(Struct, frozen=True, order=True):
    """Replace the text in ``span`` (code points of the decoded file) by ``replacement``."""

    span: Span
    replacement: str


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """``text`` with every edit made; insertions at one place come in the order given.

    Raises:
        EditConflict: two edits overlap.
    """
    pieces: list[str] = []
    position = 0
    for edit in sorted(edits, key=lambda each: each.span):
        if edit.span.start < position:
            raise EditConflict(f"two edits overlap at offset {edit.span.start}")
        pieces += text[position : edit.span.start], edit.replacement
        position = edit.span.end
    pieces.append(text[position:])
    return "".join(pieces)
