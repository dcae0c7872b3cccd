"""Comments that say why a finding on their line is accepted.

engine = OldEngine()  # migrate-engines: ignore[legacy-use] -- goes with the billing rewrite

# migrate-engines: ignore[legacy-use, missing-context] -- a comment of its own speaks of the next line
engine = OldEngine()
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from tokenize import TokenError

from msgspec import Struct

from migrate_engines.tree.comments import Comment, comments_of
from migrate_engines.tree.source import SourceFile

MARKER = "migrate-engines:"
_COMMENT = re.compile(r"#\s*migrate-engines:(?P<said>.*)", re.DOTALL)
_IGNORE = re.compile(r"\s*ignore\s*\[(?P<codes>[^\]]*)\]\s*--\s*(?P<reason>\S.*?)\s*")


class Suppression(Struct, frozen=True):
    """``line`` is the one that it speaks of, ``written`` the one where the comment stands, from 1."""

    line: int
    written: int
    codes: tuple[str, ...]
    reason: str


class Malformed(Struct, frozen=True):
    """A comment that begins like a suppression and is none; it suppresses nothing."""

    written: int
    what: str


class Suppressions(Struct, frozen=True):
    """What one file suppresses."""

    each: tuple[Suppression, ...] = ()
    malformed: tuple[Malformed, ...] = ()

    def of(self, line: int, *codes: str) -> Suppression | None:
        """The one that speaks of a line and names one of the codes."""
        return next((one for one in self.each if one.line == line and set(one.codes) & set(codes)), None)


@lru_cache(maxsize=4)
def suppressions_of(source: SourceFile) -> Suppressions:
    """The suppressions of a file; none where Python cannot tokenize it."""
    if MARKER not in source.text:
        return Suppressions()
    try:
        found = list(_read(source))
    except (TokenError, SyntaxError):
        return Suppressions()
    return Suppressions(
        tuple(each for each in found if isinstance(each, Suppression)),
        tuple(each for each in found if isinstance(each, Malformed)),
    )


def _read(source: SourceFile) -> Iterator[Suppression | Malformed]:
    for comment in comments_of(source):
        if marked := _COMMENT.search(comment.text):
            written = source.line_of(comment.span.start)
            if told := _malformed(marked["said"]):
                yield Malformed(written, told)
            elif found := _IGNORE.fullmatch(marked["said"]):
                codes = tuple(each.strip() for each in found["codes"].split(","))
                yield Suppression(_line(source, comment), written, codes, found["reason"])


def _malformed(said: str) -> str:
    """What is wrong with the text behind the marker; "" for nothing."""
    if not re.match(r"\s*ignore\b", said):
        return f"there is no directive `{said.strip()}`"
    if not re.match(r"\s*ignore\s*\[[^\]]*\]", said):
        return "it names no code"
    if not _IGNORE.fullmatch(said):
        return "it gives no reason"
    codes = said.partition("[")[2].partition("]")[0].split(",")
    return "" if all(code.strip() for code in codes) else "it names no code"


def _line(source: SourceFile, comment: Comment) -> int:
    """Its own line; the next line with code where it stands alone."""
    line = source.line_of(comment.span.start)
    if not source.begins_line(comment.span.start):
        return line
    for number in range(line + 1, len(source.line_starts) + 1):
        text = source.line_text(number).strip()
        if text and not text.startswith("#"):
            return number
    return line
