"""What shows an argument's type, and what does not."""

import ast
import textwrap

import pytest

from migrate_engines.deciding.binding import Answer
from migrate_engines.deciding.evidence import Types
from migrate_engines.finding.names import FileNames
from migrate_engines.finding.scope import ScopeTree
from migrate_engines.finding.scopes import build_scopes
from migrate_engines.finding.statements import statements_of
from migrate_engines.model.rule import ClassEvidence
from migrate_engines.tree.index import SymbolIndex
from migrate_engines.tree.modules import ModuleMap
from migrate_engines.tree.summary import ModuleSummary, summarize

FILES = {
    "acme/__init__.py": "",
    "acme/context.py": """
        class Base: ...
        class Context(Base):
            @classmethod
            def make(cls) -> "Context": ...
            @classmethod
            async def fetch(cls) -> "Context": ...
        class Special(Context): ...
        class Other: ...
        def build() -> Context: ...
        def untyped(): ...
    """,
}
HEAD = """
from typing import Optional
from unittest.mock import Mock, MagicMock
from acme import context as ctx
from acme.context import Base, Context, Special, Other, build, untyped
"""


def index_of(extra: str) -> SymbolIndex:
    files = {**FILES, "use.py": extra}
    modules = ModuleMap(files, ["."])

    def read(path: str) -> ModuleSummary:
        tree = ast.parse(textwrap.dedent(files[path]))
        return summarize(tree, modules.module_of(path), modules.package_of(path))

    return SymbolIndex(modules, read)


def answer(body: str) -> Answer:
    """The answer for the argument of the call ``probe(...)`` in ``body``."""
    text = HEAD + body
    tree = ast.parse(text)
    scopes = build_scopes(tree, "", frozenset(["probe"]))
    types = Types(FileNames("use", index_of(text)), scopes)
    (use,) = scopes.uses
    call = use.ancestors[-1]
    assert isinstance(call, ast.Call)
    return types.satisfies(call.args[0], use.scope, ClassEvidence("acme.context.Context"))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("probe(Context())", Answer.YES),
        ("probe(ctx.Context())", Answer.YES),
        ("probe(Special())", Answer.YES),
        ("probe(Other())", Answer.NO),
        ("probe(Base())", Answer.UNKNOWN),
        ("probe(Context.make())", Answer.YES),
        ("probe(build())", Answer.YES),
        ("probe(untyped())", Answer.UNKNOWN),
        ("probe(Mock())", Answer.NO),
        ("probe(MagicMock(spec=Context))", Answer.YES),
        ("probe(Mock(spec=Other))", Answer.NO),
        ("probe(None)", Answer.NO),
        ("probe('x')", Answer.NO),
        ("probe({})", Answer.NO),
        ("probe(unknown)", Answer.UNKNOWN),
        ("x = Context()\nprobe(x)", Answer.YES),
        ("x = Context()\nx = Other()\nprobe(x)", Answer.UNKNOWN),
        ("x = y = Context()\nprobe(x)", Answer.YES),
        ("x, y = Context(), 1\nprobe(x)", Answer.UNKNOWN),
        ("x: Context = untyped()\nprobe(x)", Answer.YES),
        ("def f(x: Context):\n    probe(x)", Answer.YES),
        ("def f(x: 'Context'):\n    probe(x)", Answer.YES),
        ("def f(x: Optional[Context]):\n    probe(x)", Answer.UNKNOWN),
        ("def f(x: Context | None):\n    probe(x)", Answer.UNKNOWN),
        ("def f(x: Context = None):\n    probe(x)", Answer.UNKNOWN),
        ("def f(x: Context):\n    x = untyped()\n    probe(x)", Answer.UNKNOWN),
        ("def f(x: Other):\n    probe(x)", Answer.NO),
        ("async def f():\n    x = await Context.fetch()\n    probe(x)", Answer.YES),
        ("def f():\n    x = Context.fetch()\n    probe(x)", Answer.UNKNOWN),
        ("for x in Context():\n    probe(x)", Answer.UNKNOWN),
        (
            "class C:\n    def s(self):\n        self.x = Context()\n    def f(self):\n        probe(self.x)",
            Answer.YES,
        ),
        (
            (
                "class C:\n    def s(self):\n        self.x = Context()\n"
                "    def t(self):\n        self.x = Other()\n    def f(self):\n        probe(self.x)"
            ),
            Answer.UNKNOWN,
        ),
        (
            "class C:\n    def s(self, c: Context):\n        self.x = c\n    def f(self):\n        probe(self.x)",
            Answer.YES,
        ),
        ("class C:\n    def m(self) -> Context: ...\n    def f(self):\n        probe(self.m())", Answer.YES),
        ("class C:\n    @staticmethod\n    def f(self):\n        probe(self.x)", Answer.UNKNOWN),
    ],
)
def test_evidence(body: str, expected: Answer) -> None:
    assert answer(body) is expected


def test_statements_are_found_however_deep() -> None:
    tree = ast.parse(
        "def f():\n    try:\n        pass\n    except E:\n        match x:\n            case _:\n                y = 1"
    )
    assert any(isinstance(node, ast.Assign) for node in statements_of(tree.body))
    assert isinstance(build_scopes(tree, "", frozenset()), ScopeTree)
