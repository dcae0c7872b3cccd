"""What a line of a file is: a line of a docstring, a comment, a string or code."""

import ast
from collections.abc import Iterator
from typing import TypeGuard

from msgspec import Struct

from migrate_engines.inventory.explanation import NameKind
from migrate_engines.model.location import Location
from migrate_engines.tree.comments import comments_of
from migrate_engines.tree.parsing import parse
from migrate_engines.tree.source import SourceFile, Unreadable


class Line(Struct, frozen=True):
    """``owner`` is the class or function whose docstring it is part of, "" for the module's."""

    location: Location
    kind: NameKind
    text: str
    owner: str = ""


def lines_with(source: SourceFile, needle: str) -> Iterator[Line]:
    """Every line that holds the text; in a file that cannot be parsed all of them count as code."""
    reader = LineReader(source)
    for number in range(1, len(source.line_starts) + 1):
        if needle in source.line_text(number):
            yield reader.line(number, needle)


class LineReader:
    """Reads a file once, and tells what its lines are."""

    def __init__(self, source: SourceFile) -> None:
        self._source = source
        self._docstrings: list[tuple[str, ast.Constant]] = []
        self._strings: list[ast.Constant] = []
        self._comments: dict[int, str] = {}
        try:
            tree = parse(source)
            self._comments = {source.line_of(each.span.start): each.text for each in comments_of(source)}
        except (Unreadable, SyntaxError):
            return
        self._docstrings = list(_docstrings(tree, ""))
        self._strings = [each for each in ast.walk(tree) if _is_string(each)]

    def line(self, number: int, needle: str = "") -> Line:
        """The line (from 1), or what the needle on it is part of."""
        location, text = Location(self._source.path, number), self._source.line_text(number).strip()
        comment = self._comments.get(number, "")
        if comment and (needle in comment if needle else text.startswith("#")):
            return Line(location, NameKind.COMMENT, text)
        for owner, docstring in self._docstrings:
            if _covers(docstring, number):
                return Line(location, NameKind.DOCSTRING, text, owner)
        is_string = any(needle in str(each.value) and _covers(each, number) for each in self._strings)
        return Line(location, NameKind.STRING if is_string else NameKind.CODE, text)


def _docstrings(node: ast.AST, name: str) -> Iterator[tuple[str, ast.Constant]]:
    """The owner and the string of every docstring."""
    body = getattr(node, "body", None)
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    if isinstance(node, documented) and isinstance(body, list) and body:
        match body[0]:
            case ast.Expr(ast.Constant(str()) as string):
                yield name, string
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, (ast.stmt, ast.ExceptHandler, ast.match_case)):
            continue
        own = getattr(child, "name", "") if isinstance(child, documented) else ""
        yield from _docstrings(child, ".".join(filter(None, (name, own))))


def _is_string(node: ast.AST) -> TypeGuard[ast.Constant]:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _covers(node: ast.Constant, number: int) -> bool:
    return node.lineno <= number <= (node.end_lineno or node.lineno)
