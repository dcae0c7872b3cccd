"""What Python refuses, as a parser and as a compiler."""

import pytest

from migrate_engines.tree.parsing import check_compiles
from migrate_engines.tree.source import SourceFile, Unreadable

FINE = "value = 1\n"
BROKEN = "value = (\n"
# The grammar has nothing against these; the compiler has.
REFUSED = ("return 1\n", "[n for n in (m := [])]\n")


def check(after: str, before: str) -> None:
    check_compiles(SourceFile("a.py", after), SourceFile("a.py", before))


@pytest.mark.parametrize("after", REFUSED)
def test_what_the_compiler_refuses_must_not_be_new(after: str) -> None:
    with pytest.raises(Unreadable, match="cannot be compiled"):
        check(after, FINE)


@pytest.mark.parametrize("after", [FINE, *REFUSED])
def test_what_it_refused_before_may_stay(after: str) -> None:
    check(after, REFUSED[0])


@pytest.mark.parametrize("before", [FINE, *REFUSED])
def test_what_does_not_parse_is_refused_whatever_there_was(before: str) -> None:
    with pytest.raises(Unreadable, match="cannot be parsed"):
        check(BROKEN, before)
