"""The comments of a file, and which of them tools read."""

import io
import re
import tokenize
from dataclasses import dataclass
from functools import lru_cache

from migrate_engines.model.span import Span
from migrate_engines.tree.source import SourceFile

_MAGIC = re.compile(
    r"#\s*(noqa|type:|pragma|pylint:|mypy:|pyright:|ruff:|flake8:|fmt:|yapf:|isort:|nosec|nosemgrep|lint-)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Comment:
    span: Span
    text: str

    @property
    def is_magic(self) -> bool:
        """Whether a tool acts on the comment, so that its line matters."""
        return _MAGIC.search(self.text) is not None


def comments_on(source: SourceFile, first: int, last: int) -> tuple[Comment, ...]:
    """The comments on lines ``first`` to ``last`` (from 1); where no ``#`` is, nothing is tokenized."""
    start = source.line_starts[first - 1]
    end = source.line_starts[last] if last < len(source.line_starts) else len(source.text)
    if "#" not in source.text[start:end]:
        return ()
    return tuple(each for each in comments_of(source) if start <= each.span.start < end)


def comments_in(source: SourceFile, span: Span) -> tuple[Comment, ...]:
    """The comments inside a span."""
    if "#" not in source.text[span.start : span.end]:
        return ()
    return tuple(each for each in comments_of(source) if span.contains(each.span))


@lru_cache(maxsize=4)
def comments_of(source: SourceFile) -> tuple[Comment, ...]:
    """Every comment of a file that Python can tokenize, in order."""
    text = source.text.replace("\r\n", "\n").replace("\r", "\n")
    found: list[Comment] = []
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            start = source.line_starts[token.start[0] - 1] + token.start[1]
            found.append(Comment(Span(start, start + len(token.string)), token.string))
    return tuple(found)
