"""The fast walk finds what the standard library's finds."""

import ast
from pathlib import Path

import pytest

from migrate_engines.tree.nodes import branches, children, walk

SOURCES = sorted((Path(__file__).parents[2] / "src").rglob("*.py"))
UNINTERESTING = (ast.expr_context, ast.operator, ast.unaryop, ast.boolop, ast.cmpop)
LEAVES = (ast.Name, ast.Constant, ast.Pass, ast.Break, ast.Continue)
ODD = (
    """
async def f[T](a: int, /, *b: T, c=1, **d) -> None:
    async with a as b, c: ...
    match a:
        case {"x": [1, *rest], **others} if (y := 2): ...
        case A(b, c=d) | None as e: ...
        case True: ...
    try: ...
    except* E as e: return
    del a[b:c, ::2], d.e
    print(f"{a!r:{b}}", *[x async for x in y if z], **{**d, "a": lambda *, k=3: (yield)})
type X = int
"""
    if hasattr(ast, "TypeAlias")
    else "async def f(a, /, *b, c=1, **d) -> None: ...\n"
)


@pytest.mark.parametrize("text", [*(each.read_text("utf-8") for each in SOURCES), ODD], ids=lambda _: "file")
def test_every_node_is_met_once_and_in_the_same_order(text: str) -> None:
    tree = ast.parse(text)
    met = list(walk(tree))
    theirs = [each for each in ast.walk(tree) if not isinstance(each, UNINTERESTING)]
    assert len(met) == len(theirs)
    assert set(map(id, met)) == set(map(id, theirs))
    for node in met:
        below = [each for each in ast.iter_child_nodes(node) if not isinstance(each, UNINTERESTING)]
        assert children(node) == below
        assert branches(node) == [each for each in below if not isinstance(each, LEAVES)]
