"""Edits of whole lines: the text comes out, and every byte of the other lines stays."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate_engines.model.edit import apply_edits
from migrate_engines.queries.changes import changes, normal
from migrate_engines.queries.hunks import with_accepted
from migrate_engines.tree.source import LINE_END, SourceFile, Unreadable

LINES = st.lists(st.sampled_from(["a", "b", "c", "", " d"]), max_size=7)
ENDS = st.sampled_from(["\n", "\r\n"])


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Lines with ends of any kind, the last one perhaps without."""
    text = "".join(line + draw(ENDS) for line in draw(LINES))
    return text + draw(st.sampled_from(["", "z"]))


@given(texts(), LINES)
def test_the_lines_are_the_new_ones(text: str, lines: list[str]) -> None:
    source, new = SourceFile("a.py", text), "\n".join(lines)
    found = apply_edits(text, changes(source, new))
    assert LINE_END.split(found) == new.split("\n")


@given(texts())
def test_nothing_changes_where_nothing_is_new(text: str) -> None:
    source = SourceFile("a.py", text)
    assert list(changes(source, normal(source))) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("a\r\nb\r\nc", "a\nx\nc", "a\r\nx\r\nc"),
        ("a\nb\r\nc\n", "a\nx\nc\n", "a\nx\nc\n"),
        ("a\r\nb", "a\nx", "a\r\nx"),
        ("a\r\nb", "a", "a"),
        ("a", "a\nb", "a\nb"),
        ("a\r\nb", "a\nb\nc", "a\r\nb\r\nc"),
        ("a\x0cb\x1cc\nd\n", "a\x0cb\x1cc\ne\n", "a\x0cb\x1cc\ne\n"),
    ],
)
def test_line_ends(old: str, new: str, expected: str) -> None:
    assert apply_edits(old, changes(SourceFile("a.py", old), new)) == expected


def test_a_lone_carriage_return_is_refused() -> None:
    with pytest.raises(Unreadable, match="ends line 2 in a lone carriage return"):
        normal(SourceFile("a.py", "a\r\nb\rc\n"))


@given(LINES, LINES)
def test_hunks_taken_are_the_new_text_and_hunks_refused_the_old_one(old: list[str], new: list[str]) -> None:
    before, after = "\n".join(old), "\n".join(new)
    assert with_accepted(before, after, "a.py", lambda name, hunk: True) == after
    assert with_accepted(before, after, "a.py", lambda name, hunk: False) == before


def test_a_hunk_is_what_bowler_shows() -> None:
    seen: list[list[str]] = []
    before = "".join(f"{number}\n" for number in range(30))
    after = before.replace("3\n", "three\n", 1).replace("25\n", "")

    def accepts(name: str, hunk: list[str]) -> bool:
        seen.append(hunk)
        return "-25" in hunk

    assert with_accepted(before, after, "a.py", accepts) == before.replace("25\n", "")
    assert [hunk[:3] for hunk in seen] == [
        ["--- a.py", "+++ a.py", "@@ -1,7 +1,7 @@"],
        ["--- a.py", "+++ a.py", "@@ -23,7 +23,6 @@"],
    ]
    assert all(re.match(r"[ +-]", line) for hunk in seen for line in hunk[3:])
