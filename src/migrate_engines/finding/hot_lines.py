"""The lines of a file that are worth a look."""

import ast
from bisect import bisect_left
from collections.abc import Collection

from msgspec import Struct

from migrate_engines.tree.source import SourceFile


class HotLines(Struct, frozen=True):
    """The lines (from 1, sorted) on which an expression can matter."""

    lines: tuple[int, ...]

    def meet(self, node: ast.expr | ast.stmt) -> bool:
        first = bisect_left(self.lines, node.lineno)
        return first < len(self.lines) and self.lines[first] <= (node.end_lineno or node.lineno)


def hot_lines(source: SourceFile, words: Collection[str]) -> HotLines:
    """The lines that hold one of the words, or a walrus, which binds a name outside its expression.

    The empty word is held by every line.
    """
    if "" in words:
        return HotLines(tuple(range(1, len(source.line_starts) + 1)))
    found: set[int] = set()
    for word in {*words, ":="}:
        position = source.text.find(word)
        while position >= 0:
            found.add(source.line_of(position))
            position = source.text.find(word, position + len(word))
    return HotLines(tuple(sorted(found)))
