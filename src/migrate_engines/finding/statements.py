"""The statements of a block, however deep."""

import ast
from collections.abc import Iterable, Iterator


def statements_of(body: Iterable[ast.AST], *, nested: bool = True) -> Iterator[ast.stmt]:
    """Every statement of a body, however deep, without a look at expressions.

    ``nested`` includes the bodies of functions and classes.
    """
    waiting = list(body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.stmt):
            yield node
        if not nested and isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            continue
        for field_ in ("body", "orelse", "finalbody", "handlers", "cases"):
            inside = getattr(node, field_, None)
            if isinstance(inside, list):
                waiting += inside
