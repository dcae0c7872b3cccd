"""A case's Markdown: its heading, its prose and its fenced blocks, each with its place."""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import accumulate, pairwise
from pathlib import PurePosixPath

from markdown_it import MarkdownIt
from markdown_it.token import Token
from msgspec import Struct

from migrate_engines.model.problem import InputError, Problem

_INFO = re.compile(r"(?:[^\s=]+\s+)?(?:(before|after|created)=(\S.*)|(findings))")
_ROLES = "Say what the block holds: before=PATH, after=PATH, created=PATH or findings"
_PATHS = "Paths are relative to the tree, with / and without .."


class Role(StrEnum):
    """In the order of a case."""

    BEFORE = "before"
    AFTER = "after"
    CREATED = "created"
    FINDINGS = "findings"


class Block(Struct, frozen=True):
    """A fenced block: ``first`` is the line of its opening fence, ``end`` the line after its closing one.

    Lines are numbered from 0. ``text`` is exactly the lines between the fences, each with its newline
    and without the fence's own indentation.
    """

    role: Role
    path: str
    text: str
    first: int
    end: int
    markup: str


class Document(Struct, frozen=True):
    """``text`` is the file's own, newlines as they are; ``problems`` are those of its blocks."""

    name: str
    text: str
    title: str | None
    prose: tuple[str, ...]
    blocks: tuple[Block, ...]
    problems: tuple[Problem, ...]

    @property
    def lines(self) -> list[str]:
        """Each with its newline, if it has one."""
        return re.findall(r"[^\n]*\n|[^\n]+", self.text)

    def offsets(self) -> list[int]:
        """Where each line begins, and the end of the text."""
        return [0, *accumulate(len(line) for line in self.lines)]


def parse_document(name: str, data: bytes) -> Document:
    """The document in a file.

    Raises:
        InputError: it is not UTF-8 text in lines.
    """
    text = _text(name, data)
    plain = text.replace("\r\n", "\n")
    tokens = MarkdownIt("commonmark").parse(plain)
    read = [_read_block(name, token, plain.split("\n")) for token in tokens if token.type == "fence"]
    blocks = tuple(each for each in read if isinstance(each, Block))
    problems = tuple(each for each in read if isinstance(each, Problem))
    return Document(name, text, _title(tokens), tuple(_prose(tokens)), blocks, problems)


def _text(name: str, data: bytes) -> str:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        what = f"not UTF-8 at byte {error.start}: {error.reason}"
        raise InputError([Problem(name, 0, what, "Save it as UTF-8")]) from error
    lone = re.search(r"\r(?!\n)", text)
    if lone:
        line = text.count("\n", 0, lone.start()) + 1
        remedy = "Remove it: every case is run as CRLF anyway"
        raise InputError([Problem(name, line, "a carriage return inside a line", remedy)])
    return text


def _title(tokens: Sequence[Token]) -> str | None:
    for token, inline in pairwise(tokens):
        if token.type == "heading_open" and token.tag == "h1":
            return "".join(child.content for child in inline.children or ()) or None
    return None


def _prose(tokens: Sequence[Token]) -> Iterator[str]:
    """The lines of all that is neither a heading nor a block."""
    for opening, inline in pairwise(tokens):
        if inline.type == "inline" and opening.type != "heading_open":
            yield from inline.content.split("\n")


def _read_block(name: str, token: Token, lines: Sequence[str]) -> Block | Problem:
    first, end = token.map or (0, 0)
    info = token.info.strip()
    if token.level:
        return Problem(name, first + 1, "a block inside a list or a quote", "Put it at the left margin")
    if not _is_closed(token.markup, lines[first + 1 : end]):
        return Problem(name, first + 1, "a block without its closing fence", f"Close it with {token.markup}")
    found = _INFO.fullmatch(info)
    if found is None:
        return Problem(name, first + 1, f"a block of no known role: `{info}`", _ROLES)
    role, path = Role(found[1] or found[3]), found[2] or ""
    if role is not Role.FINDINGS and not _stays_inside(path):
        return Problem(name, first + 1, f"the path `{path}`", _PATHS)
    content = [_dedented(line, lines[first]) for line in lines[first + 1 : end - 1]]
    return Block(role, path, "".join(f"{line}\n" for line in content), first, end, token.markup)


def _is_closed(markup: str, lines: Sequence[str]) -> bool:
    return bool(lines) and re.fullmatch(rf" {{0,3}}{markup}{markup[0]}*\s*", lines[-1]) is not None


def _dedented(line: str, opening: str) -> str:
    """Without as many leading spaces as the opening fence has, if there are so many."""
    indent = len(opening) - len(opening.lstrip(" "))
    return line[min(indent, len(line) - len(line.lstrip(" "))) :]


def _stays_inside(path: str) -> bool:
    pure = PurePosixPath(path)
    is_plain = str(pure) == path and "\\" not in path and ":" not in path
    return is_plain and path != "." and not pure.is_absolute() and ".." not in pure.parts
