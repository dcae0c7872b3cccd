"""Members that the code uses on a call's result, and the new class lacks."""

import ast
from collections.abc import Iterator

from migrate_engines.finding.scope import ScopeTree
from migrate_engines.finding.use import Use
from migrate_engines.tree.index import SymbolIndex
from migrate_engines.tree.nodes import walk
from migrate_engines.tree.summary import dotted_text

_ALWAYS = frozenset(dir(object)) | {"__dict__", "__weakref__", "__module__", "__name__", "__qualname__"}


def missing_members(use: Use, target: str, index: SymbolIndex, scopes: ScopeTree) -> list[str]:
    """Members read on the result that ``target`` lacks, sorted; none where its members cannot all be seen."""
    members = index.members(target)
    if members is None:
        return []
    return sorted({name for name in _read_members(use, scopes) if name not in members | _ALWAYS})


def _read_members(use: Use, scopes: ScopeTree) -> Iterator[str]:
    outermost = use.outermost
    parent = use.ancestors[-1 - (use.call is not None) - (use.awaited is not None)]
    match parent:
        case ast.Attribute(attr=name):
            yield name
        case ast.Assign(targets, value) if value is outermost:
            for target in targets:
                yield from _reads_of(target, use, scopes)
        case ast.AnnAssign(target, _, value) | ast.NamedExpr(target, value) if value is outermost:
            yield from _reads_of(target, use, scopes)
        case ast.withitem(_, target):
            block = use.ancestors[-2 - (use.call is not None) - (use.awaited is not None)]
            yield from (
                ("__aenter__", "__aexit__") if isinstance(block, ast.AsyncWith) else ("__enter__", "__exit__")
            )
            if target is not None:
                yield from _reads_of(target, use, scopes)
        case ast.For() | ast.comprehension() | ast.Starred():
            yield "__iter__"
        case ast.Call(func) if func is outermost:
            yield "__call__"
        case ast.Subscript(value) if value is outermost:
            yield "__getitem__"
        case ast.Call(ast.Name("len")):
            yield "__len__"


def _reads_of(target: ast.expr, use: Use, scopes: ScopeTree) -> Iterator[str]:
    written = dotted_text(target)
    if written is None:
        return
    for node in walk(_region(target, use, scopes)):
        match node:
            case ast.Attribute(value, name, ast.Load()) if dotted_text(value) == written:
                yield name
            case ast.With(items) if written in (dotted_text(item.context_expr) for item in items):
                yield from ("__enter__", "__exit__")
            case ast.AsyncWith(items) if written in (dotted_text(item.context_expr) for item in items):
                yield from ("__aenter__", "__aexit__")
            case ast.For(iter=iterable) | ast.comprehension(iter=iterable) if (
                dotted_text(iterable) == written
            ):
                yield "__iter__"
            case ast.Call(func) if dotted_text(func) == written:
                yield "__call__"
            case ast.Call(ast.Call(ast.Name("type"), [value]) | ast.Attribute(value, "__class__")) if (
                dotted_text(value) == written
            ):
                yield "type()()"  # another one is made, in the old way
            case ast.Call(ast.Name("len"), [argument]) if dotted_text(argument) == written:
                yield "__len__"
            case ast.Subscript(value) if dotted_text(value) == written:
                yield "__getitem__"


def _region(target: ast.expr, use: Use, scopes: ScopeTree) -> ast.AST:
    """Where the target's name means the result: the function, or the class for an attribute of ``self``."""
    if isinstance(target, ast.Attribute):
        classes = [node for node in use.ancestors if isinstance(node, ast.ClassDef)]
        return classes[-1] if classes else use.scope.function().node
    home = use.scope.home_of(target.id) if isinstance(target, ast.Name) else None
    return (home or use.scope.function()).node
