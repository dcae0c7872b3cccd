"""Type comments (PEP 484): ``x = y  # type: X`` and ``def f(a):  # type: (X) -> Y``."""

import ast
import re
from collections.abc import Iterator

from migrate_engines.finding.hot_lines import HotLines
from migrate_engines.finding.scope import Scope, ScopeTree, StringRead
from migrate_engines.tree.comments import comments_of
from migrate_engines.tree.source import SourceFile

_TYPE = re.compile(r"#[ \t]*type:[ \t]*(?!ignore\b)([^#\s][^#\n]*)")


def type_comments(source: SourceFile, scopes: ScopeTree, lines: HotLines) -> Iterator[StringRead]:
    """Each type comment on one of the lines, read as if it were a quoted annotation."""
    found, hot = _TYPE.finditer(source.text), frozenset(lines.lines)
    if not any(source.line_of(each.start()) in hot for each in found):
        return
    for comment in comments_of(source):
        match = _TYPE.match(comment.text)
        line = source.line_of(comment.span.start)
        if match and line in hot:
            text = match.group(1).rstrip()
            yield _as_annotation(source, text, comment.span.start + match.start(1), _scope_of(line, scopes))


def _as_annotation(source: SourceFile, text: str, start: int, scope: Scope) -> StringRead:
    line, column = source.place_of(start)
    before = len(source.line_text(line)[: column - 1].encode())
    node = ast.Constant(text)
    node.lineno = node.end_lineno = line
    node.col_offset, node.end_col_offset = before, before + len(text.encode())
    holder = ast.AnnAssign(ast.Name("_", ast.Store()), node, None, 1)
    return StringRead(node, text, scope, (holder,))


def _scope_of(line: int, scopes: ScopeTree) -> Scope:
    """The innermost function or class around the line."""
    around = [
        node
        for node in scopes.scope_of
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
        and node.lineno <= line <= (node.end_lineno or node.lineno)
    ]
    return scopes.scope_of[max(around, key=lambda node: node.lineno)] if around else scopes.module
