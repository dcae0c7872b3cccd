"""Names of a function that a branch reads and only another branch binds: unbound when they are read."""

import ast
from collections import Counter
from collections.abc import Iterator
from typing import TypeAlias

# The blocks around a node, from the outside in: each the id of its statement and the field it stands in.
_Blocks: TypeAlias = tuple[tuple[int, str], ...]
_Bound: TypeAlias = dict[str, list[tuple[_Blocks, int]]]
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_SCOPES = (*_FUNCTIONS, ast.Lambda, ast.ClassDef, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def unreachable_imports(source: bytes) -> Counter[tuple[str, str]]:
    """Function and name, for every read of an imported name that no import before it is sure to bind."""
    tree = ast.parse(source)
    functions = [node for node in ast.walk(tree) if isinstance(node, _FUNCTIONS)]
    return Counter((function.name, name) for function in functions for name in _unbound(function))


def _unbound(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    imported: _Bound = {}
    nodes = list(_own_nodes(function, ()))
    for node, blocks in nodes:
        if isinstance(node, ast.Import | ast.ImportFrom):
            for alias in node.names:
                name = alias.asname or alias.name.partition(".")[0]
                imported.setdefault(name, []).append((blocks, node.lineno))
    stored = {
        node.id for node, _ in nodes if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)
    }
    for node, blocks in nodes:
        if isinstance(node, ast.Name) and node.id in imported.keys() - stored:
            before = (_is_before(each, line, blocks, node.lineno) for each, line in imported[node.id])
            if not any(before):
                yield node.id


def _is_before(binding: _Blocks, line: int, use: _Blocks, use_line: int) -> bool:
    """Whether an import stands above, in the same block as the use or in one around it."""
    return line < use_line and use[: len(binding)] == binding


def _own_nodes(node: ast.AST, blocks: _Blocks) -> Iterator[tuple[ast.AST, _Blocks]]:
    """Everything below a function that is not in a scope of its own."""
    for field, value in ast.iter_fields(node):
        children = value if isinstance(value, list) else [value]
        for child in (each for each in children if isinstance(each, ast.AST)):
            inside = (*blocks, (id(node), field)) if isinstance(child, ast.stmt) else blocks
            yield child, inside
            if not isinstance(child, _SCOPES):
                yield from _own_nodes(child, inside)
