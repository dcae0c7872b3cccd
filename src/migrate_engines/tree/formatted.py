"""Formatted strings that the running Python cannot read, or misplaces: before 3.12, what later ones have.

libcst says where they stand. The text is parsed with a number in place of each, and that is replaced by the
tree of the string, its expressions parsed one by one.
"""

import ast
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import TypeAlias, TypeVar

import libcst as cst
from libcst.metadata import ByteSpanPositionProvider, CodeSpan, MetadataWrapper
from msgspec import Struct

from migrate_engines.tree.literals import joined, literal_value
from migrate_engines.tree.source import LINE_END

String: TypeAlias = cst.FormattedString | cst.ConcatenatedString
_Node = TypeVar("_Node", bound=ast.expr)

# libcst ends the process where it nests deeper than the stack: at some 1,000 brackets on Linux, and sooner
# elsewhere. What nests without brackets (operators, `lambda`, `else`) is held within a stretch of text.
MOST_BRACKETS = 100
_LONGEST_STRETCH = 2_000
_MOST_BRANCHES = 1_000
_BRACKET = re.compile(r"[(\[{]|[)\]}]")
_STRETCH_END = re.compile(r"[,()\[\]{};]|\n(?=\S)|\n[ \t\f]*\n")
_INDENTED = re.compile(rf"^[ \t\f]{{{MOST_BRACKETS},}}\S.*:[ \t]*$", re.MULTILINE)

_LONE_RETURN = re.compile(r"\r(?!\n)")  # a line end to Python, not to libcst


class Unparsable(Exception):
    """libcst cannot read the text either."""


class FormattedText(Struct, frozen=True):
    """A text as libcst reads it.

    Attributes:
        tree: as Python 3.12 would give it, positions included.
        comments: ``(line, column)`` as in ``ast``, and the text of each comment, in order.
    """

    tree: ast.Module
    comments: tuple[tuple[int, int, str], ...]


def parse_formatted(text: str) -> FormattedText:
    """The tree of a module in which the running Python need not know any formatted string.

    Raises:
        Unparsable: libcst cannot read it.
        SyntaxError: something else in it is not Python.
    """
    layout = _layout(_LONE_RETURN.sub("\n", text))
    strings = layout.outermost(0, len(layout.data))
    tree = ast.parse(_masked(layout, strings, 0, len(layout.data)))
    _put_back(tree, strings, layout)
    return FormattedText(tree, tuple(_comments(layout)))


class _Layout(Struct, frozen=True):
    """The UTF-8 bytes of a text, and which of them each node of libcst has.

    ``strings`` are those that are formatted, or joined with one that is, in order, outer ones first.
    """

    data: bytes
    module: cst.Module
    spans: Mapping[cst.CSTNode, CodeSpan]
    line_starts: Sequence[int]
    strings: Sequence[tuple[int, int, String]]

    def span(self, node: cst.CSTNode) -> tuple[int, int]:
        found = self.spans[node]
        return found.start, found.start + found.length

    def position(self, offset: int) -> tuple[int, int]:
        """The line (from 1) and the column of a byte, as ``ast`` counts them."""
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1]

    def outermost(self, start: int, end: int) -> list[String]:
        """The strings between two offsets that are in no other one there."""
        found: list[String] = []
        for begin, stop, string in self.strings[bisect_left(self.strings, start, key=itemgetter(0)) :]:
            if begin >= end:
                break
            if begin >= start and stop <= end:
                found.append(string)
                start = stop
        return found


def _layout(text: str) -> _Layout:
    if _may_end_the_process(text):
        raise Unparsable("nested too deeply for libcst")
    try:
        wrapper = MetadataWrapper(cst.parse_module(text), unsafe_skip_copy=True)
        spans = wrapper.resolve(ByteSpanPositionProvider)
    except (cst.ParserSyntaxError, RecursionError) as error:
        raise Unparsable(str(error)) from error
    if wrapper.module.code != text:  # its positions would be wrong
        raise Unparsable("libcst does not keep every byte of it")
    starts = [0, *(len(text[: found.end()].encode()) for found in LINE_END.finditer(text))]
    return _Layout(text.encode(), wrapper.module, spans, starts, _strings(spans))


def _strings(spans: Mapping[cst.CSTNode, CodeSpan]) -> list[tuple[int, int, String]]:
    # To visit the nodes once more would take as long as to find out where they are.
    found = [
        (span.start, span.start + span.length, node)
        for node, span in spans.items()
        if isinstance(node, (cst.FormattedString, cst.ConcatenatedString)) and _holds_formatted(node)
    ]
    return sorted(found, key=lambda each: (each[0], -each[1]))


def _holds_formatted(string: String) -> bool:
    return any(isinstance(piece, cst.FormattedString) for piece in _pieces(string))


def _may_end_the_process(text: str) -> bool:
    """Whether the text could nest as deep as libcst's stack; strings and comments count like code."""
    if len(re.findall(r"\belif\b", text)) > _MOST_BRANCHES or _INDENTED.search(text):
        return True
    ends = [0, *(found.start() for found in _STRETCH_END.finditer(text)), len(text)]
    longest = max(end - start for start, end in pairwise(ends))
    return nested_brackets(text) > MOST_BRACKETS or longest > _LONGEST_STRETCH


def nested_brackets(text: str) -> int:
    """How deep brackets nest, those in strings and comments included."""
    depth = deepest = 0
    for found in _BRACKET.finditer(text):
        depth = depth + 1 if found[0] in "([{" else max(depth - 1, 0)
        deepest = max(deepest, depth)
    return deepest


def _pieces(string: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
    while isinstance(string, cst.ConcatenatedString):
        yield string.left
        string = string.right
    yield string


def _masked(layout: _Layout, strings: Sequence[String], start: int, end: int) -> str:
    """The text between two offsets with ``(0)`` for each string, every other place kept."""
    data = bytearray(layout.data[start:end])
    for string in strings:
        spans = [layout.span(piece) for piece in _pieces(string)]
        for first, last in spans:
            blank = bytes(byte if byte in b"\r\n" else ord(" ") for byte in layout.data[first:last])
            data[first - start : last - start] = blank
        begin, stop = spans[0][0] - start, spans[-1][1] - start
        data[begin : begin + 2] = b"(0"
        data[stop - 1 : stop] = b")"
    return data.decode()


def _put_back(tree: ast.AST, strings: Sequence[String], layout: _Layout) -> None:
    """Each number that stands for a string is replaced by the string's tree."""
    places = {layout.position(layout.span(next(_pieces(each)))[0] + 1): each for each in strings}
    for node in ast.walk(tree) if places else ():
        for name, value in ast.iter_fields(node):
            if isinstance(value, list):
                value[:] = [_original(each, places, layout) for each in value]
            else:
                setattr(node, name, _original(value, places, layout))


def _original(node: object, places: Mapping[tuple[int, int], String], layout: _Layout) -> object:
    if isinstance(node, ast.Constant) and (string := places.get((node.lineno, node.col_offset))):
        return _joined(string, layout)
    return node


def _joined(string: String, layout: _Layout) -> ast.JoinedStr:
    spans = [layout.span(piece) for piece in _pieces(string)]
    parts: list[ast.expr] = []
    for piece in _pieces(string):
        if isinstance(piece, cst.FormattedString):
            parts += _parts(piece.parts, piece.prefix, layout)
        elif isinstance(piece, cst.SimpleString):
            parts.append(_placed(ast.Constant(piece.evaluated_value), layout, *layout.span(piece)))
    return _placed(ast.JoinedStr(joined(parts)), layout, spans[0][0], spans[-1][1])


def _parts(
    contents: Sequence[cst.BaseFormattedStringContent], prefix: str, layout: _Layout
) -> Iterator[ast.expr]:
    for part in contents:
        start, end = layout.span(part)
        if isinstance(part, cst.FormattedStringText):
            yield _placed(ast.Constant(literal_value(part.value, prefix)), layout, start, end)
        elif isinstance(part, cst.FormattedStringExpression):
            if part.equal is not None:
                yield _placed(ast.Constant(_shown(part, layout)), layout, start, end)
            yield _field(part, prefix, layout)


def _shown(field: cst.FormattedStringExpression, layout: _Layout) -> str:
    """What ``{field = }`` prints before the value: its own text."""
    assert field.equal is not None
    start, end = layout.span(field)[0] + 1, layout.span(field.equal)[1]
    end += len(layout.module.code_for_node(field.equal.whitespace_after).encode())
    return LINE_END.sub("\n", layout.data[start:end].decode())


def _field(field: cst.FormattedStringExpression, prefix: str, layout: _Layout) -> ast.FormattedValue:
    start, end = layout.span(field)
    value = _expression(field.expression, layout)
    spec = None
    if field.format_spec is not None:
        parts = joined(list(_parts(field.format_spec, prefix, layout)))
        colon = layout.span(field.format_spec[0])[0] - 1 if field.format_spec else end - 2
        spec = _placed(ast.JoinedStr(parts), layout, colon, end - 1)
    is_repr = field.equal is not None and spec is None
    conversion = ord(field.conversion) if field.conversion else ord("r") if is_repr else -1
    return _placed(ast.FormattedValue(value, conversion, spec), layout, start, end)


def _expression(node: cst.BaseExpression, layout: _Layout) -> ast.expr:
    """The tree of a field's expression; in parentheses it may span lines."""
    start = layout.span(node.lpar[0] if node.lpar else node)[0]
    end = layout.span(node.rpar[-1] if node.rpar else node)[1]
    strings = layout.outermost(start, end)
    tree = ast.parse(f"({_masked(layout, strings, start, end)})", mode="eval")
    line, column = layout.position(start)
    for each in ast.walk(tree):
        if isinstance(each, (ast.expr, ast.arg, ast.keyword)):
            _shift(each, line, column - 1)
    if isinstance(tree.body, ast.Tuple) and (tree.body.lineno, tree.body.col_offset) == (line, column - 1):
        _placed(tree.body, layout, start, end)  # it ended at our parentheses, which are not there
    _put_back(tree, strings, layout)
    return tree.body


def _shift(node: ast.expr | ast.arg | ast.keyword, line: int, column: int) -> None:
    """Move a node of a text that begins at a place; the first line alone moves to the right."""
    node.col_offset += column if node.lineno == 1 else 0
    node.end_col_offset = (node.end_col_offset or 0) + (column if node.end_lineno == 1 else 0)
    node.lineno += line - 1
    node.end_lineno = (node.end_lineno or 0) + line - 1


def _placed(node: _Node, layout: _Layout, start: int, end: int) -> _Node:
    node.lineno, node.col_offset = layout.position(start)
    node.end_lineno, node.end_col_offset = layout.position(end)
    return node


def _comments(layout: _Layout) -> Iterator[tuple[int, int, str]]:
    found = ((layout.span(node)[0], node.value) for node in layout.spans if isinstance(node, cst.Comment))
    for start, comment in sorted(found):
        yield *layout.position(start), comment
