"""Names that a module binds outside its top level."""

from pathlib import Path

import pytest

from migrate_engines.settings import Settings
from migrate_engines.tree.index import ObjectKind
from migrate_engines.tree.late import binds_any_name, late_names, word_before
from migrate_engines.tree.open import open_index


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("def f():\n    global a, b\n", {"a", "b"}),
        ("def f():\n    def g():\n        global a\n", {"a"}),
        ("if (a := 1) and (b:=2): ...", {"a", "b"}),
        ("def f(a: int): ...", set()),
        ("x = {1: 2}", set()),
    ],
)
def test_late_names(text: str, names: set[str]) -> None:
    assert late_names(text) == names


@pytest.mark.parametrize(
    ("text", "is_open"),
    [
        ("globals()[name] = 1", True),
        ("globals().update(names)", True),
        ("vars()[name] = 1", True),
        ("exec(code)", True),
        ("setattr(sys.modules[__name__], name, 1)", True),
        ("vars(thing)[name] = 1", False),
        ("cursor.exec(code)", False),
        ("sys.modules[name] = 1", False),
    ],
)
def test_a_module_that_may_bind_any_name(text: str, is_open: bool) -> None:
    assert binds_any_name(text) is is_open


@pytest.mark.parametrize(("text", "word"), [("a.bc", "bc"), ("bc", "bc"), ("a. ", ""), ("", "")])
def test_the_word_before(text: str, word: str) -> None:
    assert word_before(text, len(text)) == word


@pytest.mark.parametrize(
    "hidden", ["hidden.py", "hidden.pyi", "hidden.cpython-311-x86_64-linux-gnu.so", "hidden/x"]
)
def test_an_index_knows_that_it_does_not_see_every_module(tmp_path: Path, hidden: str) -> None:
    for name in ("pkg/__init__.py", f"pkg/{hidden}", "pkg/notes.txt", "late.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("def f():\n    global made\n    made = 1\n")
    index = open_index(Settings(tmp_path), ["pkg/__init__.py", "late.py"])
    kinds = [index.resolve(name).kind for name in ("pkg.hidden", "pkg.notes", "late.made", "late.other")]
    assert kinds == [ObjectKind.VALUE, ObjectKind.MISSING, ObjectKind.VALUE, ObjectKind.MISSING]
