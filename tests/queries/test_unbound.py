"""What a module reads and does not bind."""

import pytest

from migrate_engines.queries.unbound import names_of
from migrate_engines.tree.source import SourceFile, Unreadable


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("from a import b\nb()\n", set()),
        ("import a.b\na.b()\n", set()),
        ("print(a)\n", {"a"}),
        ("def f(x):\n    return x + y\n", {"y"}),
        ("def f():\n    global a\n    a = 1\na\n", set()),
        ("class A:\n    x = 1\n    def f(self): return x\n", {"x"}),
        ("[a for a in b]\n", {"b"}),
        ("def f(): pass\nclass A(f): pass\nA\n", set()),
        ("x = f'{a}'\n", {"a"}),
        ("try: pass\nexcept Exception as e: e\n", set()),
        ("def f():\n    a = 1\n    def g(): return a\n", set()),
        ("from a import *\nb\n", {"b"}),
        ("__file__, __name__, __doc__, len\n", set()),
    ],
)
def test_names(text: str, names: set[str]) -> None:
    assert names_of(SourceFile("a.py", text)).unbound == names


def test_no_python() -> None:
    with pytest.raises(Unreadable, match="cannot be parsed"):
        names_of(SourceFile("a.py", "def\n"))


def test_what_is_bound_anywhere() -> None:
    text = "import a.b\nfrom c import d as e\ndef f(g, *h):\n    for i in g: j = i\nclass K: l: int = 1\n"
    assert names_of(SourceFile("a.py", text)).bound == set("aefghijKl")
