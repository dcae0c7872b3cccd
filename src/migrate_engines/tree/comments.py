"""The comments of a file, and which of them tools read."""

import io
import re
import tokenize
import warnings
from collections.abc import Iterable, Iterator
from functools import lru_cache

from msgspec import Struct

from migrate_engines.model.span import Span
from migrate_engines.tree.parsing import read_apart
from migrate_engines.tree.source import SourceFile

_MAGIC = re.compile(
    r"#\s*(noqa|type:|pragma|pylint:|mypy:|pyright:|ruff:|flake8:|fmt:|yapf:|isort:|nosec|nosemgrep|lint-)",
    re.I,
)


class Comment(Struct, frozen=True):
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
    """Every comment of a file that can be parsed, in order."""
    apart = read_apart(source.text)
    return tuple(_tokenized(source) if apart is None else _placed(source, apart.comments))


def _tokenized(source: SourceFile) -> Iterator[Comment]:
    text = source.text.replace("\r\n", "\n").replace("\r", "\n")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # since Python 3.12 the tokenizer warns of escapes as the parser does
        tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    for token in tokens:
        if token.type == tokenize.COMMENT:
            yield _comment(source.line_starts[token.start[0] - 1] + token.start[1], token.string)


def _placed(source: SourceFile, comments: Iterable[tuple[int, int, str]]) -> Iterator[Comment]:
    for line, column, text in comments:
        yield _comment(source.offset(line, column), text)


def _comment(start: int, text: str) -> Comment:
    return Comment(Span(start, start + len(text)), text)
