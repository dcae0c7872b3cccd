"""The names that a piece of code binds or reads, whatever scope they belong to."""

import ast
from functools import lru_cache

from migrate_engines.tree.nodes import children, walk


@lru_cache(maxsize=32)  # asked for the same module, and the same functions, by each of its calls
def identifiers(node: ast.AST) -> frozenset[str]:
    """Every name that is bound or read."""
    found: set[str] = set()
    for each in walk(node):
        match each:
            case ast.Name(name) | ast.arg(name) | ast.alias(asname=str(name)):
                found.add(name)
            case ast.alias(name):
                found.add(name.partition(".")[0])
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() if each is not node:
                found.add(each.name)
            case ast.Global(names) | ast.Nonlocal(names):
                found.update(names)
    return frozenset(found)


def line_without_meaning(local: str, node: ast.AST) -> int | None:
    """A line that reads the name outside every function that binds it; None where there is none."""
    return _line_reading(local, node) if local in identifiers(node) else None


def _line_reading(local: str, node: ast.AST) -> int | None:
    for child in children(node):
        match child:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda() if local in _bound_in(child):
                continue
            case ast.Name(name, ast.Load()) if name == local:
                return child.lineno
        if (line := _line_reading(local, child)) is not None:
            return line
    return None


def _bound_in(node: ast.AST) -> set[str]:
    found: set[str] = set()
    for each in walk(node):
        match each:
            case ast.Name(name, ast.Store() | ast.Del()) | ast.arg(name) | ast.alias(asname=str(name)):
                found.add(name)
            case ast.alias(name):
                found.add(name.partition(".")[0])
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() if each is not node:
                found.add(each.name)
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(str(name)):
                found.add(name)
    return found
