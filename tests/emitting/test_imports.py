"""Import statements rewritten: what leaves takes only itself along."""

import ast
from textwrap import dedent

import pytest

from migrate_engines.emitting.imports import FromImport, StatementChange, edit_import, from_statement
from migrate_engines.emitting.leaving import without
from migrate_engines.model.edit import apply_edits
from migrate_engines.model.span import Span
from migrate_engines.tree.source import SourceFile

NEW = FromImport("new", "A", "A")
RENAMED = FromImport("newer", "Engine", "B")


def edited(
    text: str, leaving: set[int], *arriving: FromImport, leaves_block_empty: bool = False, width: int = 88
) -> str:
    """``text`` with its import from ``old`` edited; what comes out must parse."""
    source = SourceFile("a.py", text)
    node = next(each for each in ast.walk(ast.parse(text)) if _is_old(each))
    assert isinstance(node, (ast.Import, ast.ImportFrom))
    span = Span(
        source.offset(node.lineno, node.col_offset),
        source.offset(node.end_lineno or 0, node.end_col_offset or 0),
    )
    is_alone = _is_alone(source, span)
    change = StatementChange(
        span, is_alone, len(node.names), frozenset(leaving), arriving, leaves_block_empty
    )
    after = apply_edits(text, edit_import(source, change, width))
    ast.parse(after)
    return after


def _is_old(node: ast.AST) -> bool:
    match node:
        case ast.ImportFrom("old") | ast.Import([ast.alias("old"), *_]):
            return True
    return False


def _is_alone(source: SourceFile, span: Span) -> bool:
    last = source.line_of(span.end)
    before = source.text[source.line_starts[source.line_of(span.start) - 1] : span.start]
    after = source.text[span.end : source.line_starts[last - 1] + len(source.line_text(last))]
    return not before.strip() and after.strip()[:1] in ("", "#")


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("text", "leaving", "kept"),
    [
        ("from old import A, B, C", {0}, "from old import B, C"),
        ("from old import A, B, C", {1}, "from old import A, C"),
        ("from old import A, B, C", {2}, "from old import A, B"),
        ("from old import A, B, C", {0, 2}, "from old import B"),
        ("from old import A, B, C", {1, 2}, "from old import A"),
        ("from old import A as X, B as Y", {0}, "from old import B as Y"),
        ("from old import A as X, B as Y", {1}, "from old import A as X"),
        ("from  .old  import  A ,  B", {1}, "from  .old  import  A"),
        ("import old, b, c.d as e", {0}, "import b, c.d as e"),
        ("import old, b, c.d as e", {1}, "import old, c.d as e"),
        ("import old, b, c.d as e", {2}, "import old, b"),
        ("from old import (A, B)", {0}, "from old import (B)"),
        ("from old import (A, B)", {1}, "from old import (A)"),
        ("from old import (A, B,)", {0}, "from old import (B,)"),
        ("from old import (A, B,)", {1}, "from old import (A,)"),
        ("from old import (\n    A,\n    B\n)", {1}, "from old import (\n    A\n)"),
        ("from old import (\n    A,\n    B,\n)", {0}, "from old import (\n    B,\n)"),
        ("from old import (\n    A,\n    B,\n)", {1}, "from old import (\n    A,\n)"),
        (
            "from old import (A,\n                 B,\n                 C)",
            {1},
            "from old import (A,\n                 C)",
        ),
        ("from old import A, \\\n    B, \\\n    C", {1}, "from old import A, \\\n    C"),
        ("from old import A, \\\n    B, \\\n    C", {2}, "from old import A, \\\n    B"),
        ("from old import \\\n    A, \\\n    B", {0}, "from old import \\\n    B"),
        ("from old import \\\n    A, B", {1}, "from old import \\\n    A"),
    ],
)
def test_names_leave_a_statement(text: str, leaving: set[int], kept: str, newline: str) -> None:
    found = without(text.replace("\n", newline), leaving, newline)
    assert found == kept.replace("\n", newline)


ABOUT = """\
from old import (
    A,  # about A
    B,  # about B
    C,  # about C
)
end
"""
ABOVE = """\
from old import (
    # about A
    A,
    # about B
    B,
    # about C
    C,
)
end
"""


@pytest.mark.parametrize("gone", [{0}, {1}, {2}, {0, 1}, {0, 2}, {1, 2}], ids=str)
def test_comments_beside_names_go_or_stay_with_them(gone: set[int]) -> None:
    names = [name for position, name in enumerate("ABC") if position not in gone]
    lines = "".join(f"    {name},  # about {name}\n" for name in names)
    moved = "".join(f"# about {'ABC'[position]}\n" for position in sorted(gone))
    wanted = f"from old import (\n{lines})\n{moved}from new import A\nend\n"
    assert edited(ABOUT, gone, NEW) == wanted


@pytest.mark.parametrize("gone", [{0}, {1}, {2}, {0, 1}, {0, 2}, {1, 2}], ids=str)
def test_comments_above_names_go_or_stay_with_them(gone: set[int]) -> None:
    names = [name for position, name in enumerate("ABC") if position not in gone]
    lines = "".join(f"    # about {name}\n    {name},\n" for name in names)
    moved = "".join(f"# about {'ABC'[position]}\n" for position in sorted(gone))
    wanted = f"from old import (\n{lines})\n{moved}from new import A\nend\n"
    assert edited(ABOVE, gone, NEW) == wanted


@pytest.mark.parametrize("text", [ABOUT, ABOVE])
def test_comments_stand_above_what_takes_the_place_of_all_names(text: str) -> None:
    wanted = "# about A\n# about B\n# about C\nfrom new import A\nend\n"
    assert edited(text, {0, 1, 2}, NEW) == wanted


@pytest.mark.parametrize("text", [ABOUT, ABOVE])
def test_comments_outlive_a_deleted_statement(text: str) -> None:
    assert edited(text, {0, 1, 2}) == "# about A\n# about B\n# about C\nend\n"


@pytest.mark.parametrize(
    ("first", "second"), [("# old", "# old too"), ("# same", "# same"), ("# B", "# B"), ("#", "# x")]
)
def test_a_comment_is_carried_though_another_holds_its_words(first: str, second: str) -> None:
    text = f"from old import (\n    A,  {first}\n    B,  {second}\n)\n"
    assert edited(text, {0}, NEW) == f"from old import (\n    B,  {second}\n)\n{first}\nfrom new import A\n"


@pytest.mark.parametrize(
    ("text", "leaving", "arriving", "after"),
    [
        ("from old import A\nend\n", {0}, [NEW], "from new import A\nend\n"),
        ("from old import A, B\nend\n", {0}, [NEW], "from old import B\nfrom new import A\nend\n"),
        (
            "from old import A, B\n",
            {0, 1},
            [NEW, RENAMED],
            "from new import A\nfrom newer import Engine as B\n",
        ),
        ("from old import A\nend\n", set(), [NEW], "from old import A\nfrom new import A\nend\n"),
        ("from old import A", set(), [NEW], "from old import A\nfrom new import A"),
        ("from old import A", {0}, [NEW], "from new import A"),
        ("import old\n", {0}, [NEW], "from new import A\n"),
        ("import old, b\n", {0}, [NEW], "import b\nfrom new import A\n"),
        (
            "from old import A, B  # why\nend\n",
            {0},
            [NEW],
            "from old import B  # why\nfrom new import A\nend\n",
        ),
        ("from old import A  # why\nend\n", {0}, [NEW], "from new import A  # why\nend\n"),
        (
            "from old import A  # why\nend\n",
            set(),
            [NEW],
            "from old import A  # why\nfrom new import A\nend\n",
        ),
        ("from old import A\n", set(), [NEW, NEW], "from old import A\nfrom new import A\n"),
        (
            "def f():\n    from old import A, \\\n        B\n    end\n",
            {1},
            [NEW],
            "def f():\n    from old import A\n    from new import A\n    end\n",
        ),
        (
            "try:\n\tfrom old import A\nexcept ImportError:\n\tA = None\n",
            {0},
            [NEW],
            "try:\n\tfrom new import A\nexcept ImportError:\n\tA = None\n",
        ),
    ],
)
def test_names_arrive(text: str, leaving: set[int], arriving: list[FromImport], after: str) -> None:
    assert edited(text, leaving, *arriving) == after


@pytest.mark.parametrize(
    ("text", "leaving", "arriving", "after"),
    [
        ("x = 1; from old import A; y = 2\n", {0}, [], "x = 1; pass; y = 2\n"),
        ("x = 1; from old import A; y = 2\n", {0}, [NEW], "x = 1; from new import A; y = 2\n"),
        ("from old import A; y = 2\n", {0}, [NEW], "from new import A; y = 2\n"),
        ("x = 1; from old import A  # why\n", {0}, [NEW], "x = 1; from new import A  # why\n"),
        ("x = 1; from old import A, B\n", {0}, [NEW], "x = 1; from old import B; from new import A\n"),
        ("from old import A, B; y = 2\n", {1}, [], "from old import A; y = 2\n"),
        ("from old import A; y = 2\n", set(), [NEW], "from old import A; from new import A; y = 2\n"),
        (
            "x = 1; from old import A, B; y = 2\n",
            {0, 1},
            [NEW, RENAMED],
            "x = 1; from new import A; from newer import Engine as B; y = 2\n",
        ),
        ("if x: from old import A\nend\n", {0}, [], "if x: pass\nend\n"),
        ("if x: from old import A\nend\n", {0}, [NEW], "if x: from new import A\nend\n"),
        (
            "if x: from old import A, B\nend\n",
            {0},
            [NEW],
            "if x: from old import B; from new import A\nend\n",
        ),
        ("if x: from old import A\nend\n", set(), [NEW], "if x: from old import A; from new import A\nend\n"),
        (
            "try: from old import A\nexcept E: A = 0\n",
            {0},
            [NEW],
            "try: from new import A\nexcept E: A = 0\n",
        ),
    ],
)
def test_statements_that_share_a_line(
    text: str, leaving: set[int], arriving: list[FromImport], after: str
) -> None:
    assert edited(text, leaving, *arriving) == after


def test_a_line_that_is_shared_takes_no_parentheses() -> None:
    wanted = "x = 1; from new import A, B as C\n"
    arriving = [NEW, FromImport("new", "B", "C")]
    assert edited("x = 1; from old import A\n", {0}, *arriving, width=20) == wanted


@pytest.mark.parametrize("leaving", [{0}, {0, 1}])
def test_comments_within_a_statement_that_shares_its_line_are_carried(leaving: set[int]) -> None:
    text = "x = 1; from old import (\n    A,  # about A\n    B,\n)\nend\n"
    assert "# about A" in edited(text, leaving, NEW)


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("x = 1\nfrom old import A\ny = 2\n", "x = 1\ny = 2\n"),
        ("from old import A\n", ""),
        ("x = 1\nfrom old import A", "x = 1\n"),
        ("def f():\n    from old import A\n    return 1\n", "def f():\n    return 1\n"),
        ("from old import (\n    A,\n)\nend\n", "end\n"),
        ("from old import \\\n    A\nend\n", "end\n"),
        ("from old import A  # why\nend\n", "# why\nend\n"),
        ("def f():\n    from old import A  # why\n    end\n", "def f():\n    # why\n    end\n"),
        ("from old import (\n    A,  # one\n)  # two\nend\n", "# one\n# two\nend\n"),
        ("from old import (  # one\n    A,\n    # two\n)\nend\n", "# one\n# two\nend\n"),
        (
            "def f():\n    from old import (\n        A,  # one\n    )  # two\n    end\n",
            "def f():\n    # one\n    # two\n    end\n",
        ),
        ("# above\nfrom old import A\n# below\n", "# above\n# below\n"),
    ],
)
def test_a_statement_is_deleted_but_for_its_comments(text: str, after: str) -> None:
    assert edited(text, {0}) == after


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("def f():\n    from old import A\nend\n", "def f():\n    pass\nend\n"),
        ("def f():\n    from old import A  # why\nend\n", "def f():\n    pass  # why\nend\n"),
        ("try:\n    from old import A\nexcept E:\n    end\n", "try:\n    pass\nexcept E:\n    end\n"),
        ("def f():\n    from old import (\n        A,\n    )\n", "def f():\n    pass\n"),
        (
            "def f():\n    from old import (\n        A,  # why\n    )\n",
            "def f():\n    # why\n    pass\n",
        ),
    ],
)
def test_a_block_that_would_be_left_empty_passes(text: str, after: str) -> None:
    assert edited(text, {0}, leaves_block_empty=True) == after


@pytest.mark.parametrize(
    ("text", "leaving", "arriving"),
    [
        (ABOUT, {0}, [NEW]),
        (ABOUT, {0, 1, 2}, [NEW, RENAMED]),
        (ABOUT, {0, 1, 2}, []),
        ("def f():\n    from old import A, B\n    end\n", {0}, [NEW]),
        ("def f():\n    from old import A\n    end\n", {0}, []),
        ("def f():\n    from old import (\n        A,  # why\n        B,\n    )\n    end\n", {0}, [NEW]),
        ("from old import A, \\\n    B\nend\n", {1}, [NEW]),
    ],
)
@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_line_ends_are_the_files_own(
    text: str, leaving: set[int], arriving: list[FromImport], newline: str
) -> None:
    wanted = edited(text, leaving, *arriving).replace("\n", newline)
    assert edited(text.replace("\n", newline), leaving, *arriving) == wanted


@pytest.mark.parametrize(
    ("width", "after"),
    [
        (40, "if x:\n    from new import Alpha, Beta as Gamma\n"),
        (39, "if x:\n    from new import (\n        Alpha,\n        Beta as Gamma,\n    )\n"),
    ],
)
def test_an_arriving_statement_wraps_where_its_line_would_be_too_long(width: int, after: str) -> None:
    arriving = [FromImport("new", "Alpha", "Alpha"), FromImport("new", "Beta", "Gamma")]
    assert edited("if x:\n    from old import A\n", {0}, *arriving, width=width) == dedent(after)


def test_one_name_never_wraps() -> None:
    assert from_statement("new", [NEW], 1) == "from new import A"
