"""Chains of attributes that hold a word: ``factories.make_engine``."""

import ast
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from migrate_engines.finding.hot_lines import HotLines
from migrate_engines.finding.wanted import Wanted
from migrate_engines.tree.nodes import children
from migrate_engines.tree.source import SourceFile
from migrate_engines.tree.summary import dotted_text


def chain_roots(statements: Iterable[ast.stmt], source: SourceFile, wanted: Wanted) -> set[str]:
    """The names that begin such a chain, anywhere in the statements."""
    found = _attribute(wanted.words | wanted.held).finditer(source.text)
    lines = HotLines(tuple(source.line_of(each.end()) for each in found))
    return {root for each in statements if lines.meet(each) for root in _roots(each, lines, wanted)}


@lru_cache(maxsize=1)
def _attribute(words: frozenset[str]) -> re.Pattern[str]:
    """A dot and a name that holds a word; between them white space, a backslash or a comment."""
    alternatives = "|".join(sorted(map(re.escape, words)))
    return re.compile(rf"\.(?:[\s\\]|\#[^\n]*\n)*\w*(?:{alternatives})")


def _roots(statement: ast.stmt, lines: HotLines, wanted: Wanted) -> Iterator[str]:
    waiting: list[ast.AST] = [statement]
    while waiting:
        for node in children(waiting.pop()):
            if isinstance(node, ast.stmt) or (isinstance(node, ast.expr) and not lines.meet(node)):
                continue  # the statements of a block come by themselves
            if isinstance(node, ast.Attribute) and (wanted.holds_word(node.attr) or node.attr in wanted.held):
                yield (dotted_text(node) or "").partition(".")[0]
            waiting.append(node)
