"""The statements of a block, however deep."""

import ast
from collections.abc import Iterable, Iterator

_BLOCKS = ("body", "orelse", "finalbody", "handlers", "cases")
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_BLOCKS_OF: dict[type, tuple[str, ...]] = {}


def statements_of(body: Iterable[ast.AST], *, nested: bool = True) -> Iterator[ast.stmt]:
    """Every statement of a body, however deep, without a look at expressions.

    ``nested`` includes the bodies of functions and classes.
    """
    waiting = list(body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.stmt):
            yield node
        if not nested and isinstance(node, _DEFINITIONS):
            continue
        kind = node.__class__
        if kind not in _BLOCKS_OF:
            _BLOCKS_OF[kind] = tuple(each for each in _BLOCKS if each in kind._fields)
        for name in _BLOCKS_OF[kind]:
            inside = getattr(node, name, None)
            if isinstance(inside, list):
                waiting += inside
