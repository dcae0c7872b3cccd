"""Where the nodes of a parsed text stand: the parser counts UTF-8 bytes, texts count code points."""

import ast
from itertools import accumulate

from migrate_engines.model.span import Span


class Positions:
    """``text`` has ``\\n`` line endings only."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = text.split("\n")
        self._starts = list(accumulate((len(line) + 1 for line in self.lines), initial=0))

    def span(self, node: ast.expr | ast.stmt) -> Span:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        start = self._offset(node.lineno, node.col_offset)
        return Span(start, self._offset(node.end_lineno, node.end_col_offset))

    def segment(self, node: ast.expr | ast.stmt) -> str:
        span = self.span(node)
        return self.text[span.start : span.end]

    def heading(self, node: ast.expr | ast.stmt) -> str:
        """The first line of ``node``, short enough for a message."""
        line = self.segment(node).split("\n")[0].strip()
        return line if len(line) <= 60 else f"{line[:57]}..."

    def dedented(self, statement: ast.stmt) -> str:
        """``statement``, its continuation lines indented relative to its own line."""
        own = self.lines[statement.lineno - 1]
        indentation = own[: len(own) - len(own.lstrip())]
        first, *rest = self.segment(statement).split("\n")
        return "\n".join([first, *(_without(indentation, line) for line in rest)])

    def _offset(self, line: int, column: int) -> int:
        # Before Python 3.12 what stands inside f-strings can be said to stand anywhere.
        index = min(line, len(self.lines)) - 1
        return self._starts[index] + len(self.lines[index].encode()[:column].decode(errors="ignore"))


def inline(node: ast.expr, positions: Positions) -> str:
    """``node`` as written where that is one line; parentheses around it may have held more together."""
    text = positions.segment(node)
    return ast.unparse(node) if "\n" in text else text


def _without(indentation: str, line: str) -> str:
    return line.removeprefix(indentation) if line.startswith(indentation) else line.lstrip()
