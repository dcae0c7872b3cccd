"""Formatted strings read with libcst: the tree that Python 3.12 gives, on every Python."""

import ast
import sys
from itertools import zip_longest

import pytest

from migrate_engines.tree.comments import comments_of
from migrate_engines.tree.formatted import Unparsable, parse_formatted
from migrate_engines.tree.parsing import parse, parse_expression
from migrate_engines.tree.source import SourceFile, Unreadable

OLD = r'''
x = f"a{x!r:>{w}}b{y = }{z:}" f"{{}}" "b" + f'é{q} ü {Foo(1, f"{inner}")}'
def g():
    return f"""a
é  {yield x} {a, b} {(lambda: 1)} { {1:2}[1] } {a if b else c:{w}.{p}f}
{foo(a,
     b)!s}
""", (f"a"  # a comment
  "b{x}" rf"\d{x}\{y}" # another
  f"\N{EM DASH}\x41{x}\n")
f"{x:%H:%M}{*a, *b}{(w:=3)}{a == b}{a != b}{x=!r:^20}"
class A:
	y = f"\{6}" and f"\"{z}\"'"
async def h(): return f"{await z}{[i async for i in z]}"
f''
'''
NEW = r"""
f"{d["a"]} {"\n".join(f"{"#"}{n}" for n in d)} é {Legacy(
    d["b"],  # no end of it
    "}"
)!r:{"w"}}" "tail" f"{f"{f"{Legacy()}"}"}"
Legacy(f'é{'ü'}', f"{x
=}", Legacy)  # the last
"""


pytestmark = pytest.mark.filterwarnings("ignore:.*invalid escape sequence")


def places(tree: ast.AST) -> list[tuple[object, ...]]:
    """Of names and calls: Python 3.11 says where they are, and not where parts of a string begin."""
    nodes = [each for each in ast.walk(tree) if isinstance(each, (ast.Name, ast.Call))]
    return [(each.lineno, each.col_offset, each.end_lineno, each.end_col_offset) for each in nodes]


@pytest.mark.parametrize("text", [OLD, OLD.replace("\n", "\r\n"), OLD.replace("\n", "\r")])
def test_it_is_the_tree_of_the_parser(text: str) -> None:
    assert dump(parse_formatted(text).tree) == dump(ast.parse(text))


def dump(tree: ast.AST) -> str:
    """Without the empty text that Python 3.12.1 has at the end of some formats."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            node.values = [each for each in node.values if not _is_empty(each)]
    return ast.dump(tree, indent=1)


def _is_empty(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value == ""


def test_names_and_calls_stand_where_the_parser_finds_them() -> None:
    assert places(parse_formatted(OLD).tree) == places(ast.parse(OLD))


def test_a_name_stands_where_its_text_is() -> None:
    """On every Python, also in fields that only 3.12 and later can read."""
    source = SourceFile("a.py", NEW)
    names = [each for each in ast.walk(parse(source)) if isinstance(each, ast.Name)]
    assert [each.id for each in names].count("Legacy") == 4
    for name in names:
        start = source.offset(name.lineno, name.col_offset)
        assert source.text[start:].startswith(name.id), name.id


@pytest.mark.skipif(sys.version_info < (3, 12), reason="needs a parser that reads these strings")
def test_new_strings_have_the_tree_of_the_parser() -> None:
    assert dump(parse_formatted(NEW).tree) == dump(ast.parse(NEW))
    assert places(parse_formatted(NEW).tree) == places(ast.parse(NEW))


def test_comments_stand_in_fields_and_a_sign_in_a_string_is_none() -> None:
    source = SourceFile("a.py", NEW)
    found = [(each.text, source.text[each.span.start : each.span.end]) for each in comments_of(source)]
    assert found == [(text, text) for text in ("# no end of it", "# the last")]


def test_comments_are_those_of_the_tokenizer() -> None:
    source = SourceFile("a.py", OLD)
    for comment, (line, column, text) in zip_longest(comments_of(source), parse_formatted(OLD).comments):
        assert comment.text == text
        assert comment.span.start == source.offset(line, column)


def test_an_expression_may_hold_new_strings() -> None:
    found = parse_expression('(\nf"{d["a"]}"\n)')
    assert isinstance(found, ast.JoinedStr)
    with pytest.raises(SyntaxError):
        parse_expression('x = f"{d["a"]}"')


@pytest.mark.parametrize("text", ['f"{x"', 'f"a" = 1', 'x = f"{a b}"', 'f"{d["a"]}"\nx ='])
def test_what_is_wrong_stays_wrong(text: str) -> None:
    with pytest.raises(Unreadable, match="cannot be parsed"):
        parse(SourceFile("a.py", text))


def test_positions_of_a_text_that_libcst_changes_are_not_trusted() -> None:
    """It loses the first comment, so everything after it would be found too early."""
    with pytest.raises(Unparsable, match="every byte"):
        parse_formatted('f"{x}"\n # x\n # y\n')
