"""A case's Markdown with other blocks; the rest stays byte for byte."""

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import TypeAlias

from migrate_engines.golden.document import Block, Document, Role
from migrate_engines.model.edit import Edit, apply_edits
from migrate_engines.model.span import Span

Wanted: TypeAlias = Mapping[tuple[Role, str], str]
"""The texts of the blocks that a run decides, by role and path (none for findings)."""

_LANGUAGES = {".py": "python", ".pyi": "python", ".toml": "toml", ".md": "markdown", ".yml": "yaml"}


def rewritten(document: Document, wanted: Wanted) -> str:
    """The document's text with its after, created and findings blocks as ``wanted``.

    Blocks that are not wanted are removed. A new after block follows its before block; other new files
    follow the last file, and new findings the last block.
    """
    return apply_edits(document.text, [*_changes(document, wanted), *_additions(document, wanted)])


def _changes(document: Document, wanted: Wanted) -> Iterator[Edit]:
    offsets, lines = document.offsets(), document.lines
    for block in document.blocks:
        if block.role is Role.BEFORE or wanted.get((block.role, block.path)) == block.text:
            continue
        if (block.role, block.path) in wanted:
            text = _refilled(lines[block.first : block.end], block, wanted[block.role, block.path])
            yield Edit(Span(offsets[block.first], offsets[block.end]), text)
        else:
            first = block.first - _has_spare_blank(lines, block)
            yield Edit(Span(offsets[first], offsets[block.end]), "")


def _additions(document: Document, wanted: Wanted) -> Iterator[Edit]:
    """In the order after, created, findings: additions at one place keep it."""
    present = {(block.role, block.path) for block in document.blocks}
    offsets = document.offsets()
    newline = _newline(document.text)
    lead = "" if document.text.endswith("\n") else newline
    for role, path in sorted(wanted.keys() - present, key=_order):
        offset = offsets[_place(document, role, path)]
        text = _fresh(role, path, wanted[role, path], newline)
        if offset == len(document.text):
            text, lead = lead + text, ""
        yield Edit(Span(offset, offset), text)


def _order(key: tuple[Role, str]) -> tuple[int, str]:
    role, path = key
    return list(Role).index(role), path


def _place(document: Document, role: Role, path: str) -> int:
    """The line in front of which a new block goes."""
    for block in document.blocks:
        if role is Role.AFTER and block.role is Role.BEFORE and block.path == path:
            return block.end
    is_last = role is Role.FINDINGS
    return max(block.end for block in document.blocks if is_last or block.role is not Role.FINDINGS)


def _refilled(lines: list[str], block: Block, text: str) -> str:
    """The block with ``text`` between its fences, which grow if the text would close them."""
    opening, closing = lines[0], lines[-1]
    indent = opening[: opening.index(block.markup)]
    fence = _fence(text, block.markup)
    if fence != block.markup:
        opening = opening.replace(block.markup, fence, 1)
        closing = indent + fence + closing[len(closing.rstrip()) :]
    newline = _newline(opening)
    content = (f"{indent if line else ''}{line}{newline}" for line in text.split("\n")[:-1])
    return opening + "".join(content) + closing


def _fresh(role: Role, path: str, text: str, newline: str) -> str:
    suffix = PurePosixPath(path).suffix
    language = "text" if role is Role.FINDINGS else _LANGUAGES.get(suffix, suffix[1:] or "text")
    info = role.value if role is Role.FINDINGS else f"{role}={path}"
    fence = _fence(text, "```")
    return f"{fence}{language} {info}\n{text}{fence}\n".replace("\n", newline)


def _fence(text: str, markup: str) -> str:
    """``markup``, or longer than any fence of its kind in ``text``."""
    runs = re.findall(rf"^ {{0,3}}({markup[0]}+)", text, re.MULTILINE)
    longest = max(map(len, runs), default=0)
    return markup if longest < len(markup) else markup[0] * (longest + 1)


def _has_spare_blank(lines: list[str], block: Block) -> bool:
    """The line above the block is blank, and without the block there would be two of them."""
    is_blank_below = block.end == len(lines) or not lines[block.end].strip()
    return block.first > 0 and not lines[block.first - 1].strip() and is_blank_below


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"
