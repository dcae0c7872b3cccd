"""Which functions of a module may run while it is imported."""

import ast
from textwrap import dedent

import pytest

from migrate_engines.finding.import_time import called_on_import


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("def f(): ...", set()),
        ("def f(): ...\nf()", {"f"}),
        ("def f(): ...\nx = [g(f()) for g in y]", {"f", "g"}),
        ("def f(): ...\nx = f", set()),
        ("def f(): ...\nx = {'f': f}", set()),
        ("def f(): g()\ndef g(): h()\ndef h(): ...\nf()", {"f", "g", "h"}),
        ("def f(): g()\ndef g(): ...", set()),
        ("def f():\n    def g(): ...\n    return g\nf()", {"f"}),
        ("def f():\n    def g(): h()\n    g()\nf()", {"f", "g", "h"}),
        ("def f(x=g()): h()", {"g"}),
        ("def f(x: g()) -> h(): ...", {"g", "h"}),
        ("x = lambda y=g(): h()", {"g"}),
        ("@f\ndef g(): ...", {"f"}),
        ("@a.f\ndef g(): ...", {"f"}),
        ("@f(1)\ndef g(): ...", {"f"}),
        ("class C:\n    def f(self): ...\n    f(1)", {"f"}),
        ("class C:\n    @property\n    def f(self): ...", {"property"}),
        ("if x:\n    f()\nelse:\n    with g(): ...", {"f", "g"}),
        ("def f(): ...\nif __name__ == '__main__':\n    f()", set()),
        ("a.b.f()", {"f"}),
        ("x()()", {"x"}),
    ],
)
def test_functions_that_an_import_calls(text: str, called: set[str]) -> None:
    assert called_on_import(ast.parse(text)) == called


def test_an_object_that_is_made_runs_what_makes_it() -> None:
    tree = ast.parse(
        dedent("""
            class Engine:
                def __init__(self):
                    self.load()
                def load(self): ...
                def run(self): ...
            ENGINE = Engine()
        """)
    )
    called = called_on_import(tree)
    assert {"Engine", "__init__", "load"} <= called
    assert "run" not in called
