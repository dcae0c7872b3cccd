"""Offsets, places and encodings of source files."""

import ast
import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate_engines.model.span import Place, Span
from migrate_engines.tree.source import SourceFile, Unreadable, decode

LINES = st.lists(st.text(st.sampled_from("aé漢😀 \t\f#"), max_size=6), min_size=1, max_size=6)
ENDS = st.sampled_from(["\n", "\r\n", "\r"])


@given(LINES, ENDS)
def test_offsets_agree_with_ast(lines: list[str], end: str) -> None:
    text = end.join(f"v{index} = '{line}'; w = x{index}" for index, line in enumerate(lines))
    source = SourceFile("a.py", text)
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Name):
            start = source.offset(node.lineno, node.col_offset)
            assert text[start : source.offset(node.lineno, node.end_col_offset or 0)] == node.id


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"x = 1",
        b"x = 1\r\ny = 2\r\n",
        b"x = 1\ry = 2\r",
        b"x = 1\r\ny = 2\nz = 3\r",
        codecs.BOM_UTF8 + b"x = 1\n",
        b"\x0cx = 1\n",
        b"# -*- coding: latin-1 -*-\nx = '\xe9'\n",
        "x = 'é漢'\n".encode(),
    ],
)
def test_every_byte_survives(data: bytes) -> None:
    source = decode("a.py", data)
    assert source.encode(source.text) == data


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"x = '\xff'\n", "cannot be decoded"),
        (b"# coding: nonsense\n", "cannot be decoded"),
        (codecs.BOM_UTF8 + b"# coding: latin-1\n", "cannot be decoded"),
    ],
)
def test_bytes_that_are_not_what_they_say_are_refused(data: bytes, told: str) -> None:
    with pytest.raises(Unreadable, match=told):
        decode("a.py", data)


def test_places_count_code_points_from_one() -> None:
    source = SourceFile("a.py", "é = 1\r\n漢字 = call()\n")
    start = source.text.index("call")
    assert source.place(Span(start, start + 6)) == Place(2, 6, 2, 12)
    assert source.indentation(start) == ""
    assert source.newline == "\r\n"
