"""Which functions of a module may run while it is imported."""

import ast
from collections.abc import Iterator
from functools import lru_cache

from migrate_engines.tree.nodes import children, walk

_MAKING = ("__init__", "__new__", "__post_init__", "__init_subclass__", "__set_name__", "__call__")


@lru_cache(maxsize=4)
def called_on_import(tree: ast.Module) -> frozenset[str]:
    """Names of the functions and methods that calls lead to which run when the module is imported.

    By name alone, so there may be more than run. What only ``if __name__ == "__main__"`` calls is left out.
    """
    bodies: dict[str, list[ast.stmt]] = {}
    classes: set[str] = set()
    for node in walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            bodies.setdefault(node.name, []).extend(node.body)
        elif isinstance(node, ast.ClassDef):
            classes.add(node.name)
    waiting = [name for each in tree.body if not _is_main(each) for name in _called(each)]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += _MAKING if name in classes else ()
            waiting += [inner for each in bodies.get(name, ()) for inner in _called(each)]
    return frozenset(found)


def _called(statement: ast.stmt) -> Iterator[str]:
    """The names by which functions are called when a statement runs, decorators included."""
    waiting: list[ast.AST] = [statement]
    while waiting:
        node = waiting.pop()
        callees: list[ast.expr] = list(getattr(node, "decorator_list", ()))
        if isinstance(node, ast.Call):
            callees.append(node.func)
        for callee in callees:
            if isinstance(callee, (ast.Name, ast.Attribute)):
                yield callee.id if isinstance(callee, ast.Name) else callee.attr
        waiting += _running(node)


def _running(node: ast.AST) -> list[ast.AST]:
    """The parts of a node that run with it: not the body of a function."""
    if isinstance(node, ast.Lambda):
        return [node.args]
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return [*node.decorator_list, node.args, *([node.returns] if node.returns else [])]
    return children(node)


def _is_main(statement: ast.stmt) -> bool:
    match statement:
        case ast.If(ast.Compare(ast.Name("__name__"), [ast.Eq()], [ast.Constant("__main__")])):
            return True
    return False
