"""Where the functions of a module change names and attributes."""

import ast
from collections import Counter, deque
from collections.abc import Iterable, Iterator

from msgspec import Struct

from migrate_engines.facts.definitions import FunctionNode
from migrate_engines.facts.parsed import ParsedModule
from migrate_engines.facts.state import Writer
from migrate_engines.finding.scope import Scope

_CHANGING = frozenset(
    name
    for container in (list, dict, set, deque, Counter)
    for name in dir(container)
    if not name.startswith("_") and name not in dir(tuple) and name not in dir(frozenset)
) - {"get", "items", "keys", "values", "fromkeys", "elements", "most_common", "total"}


class Step(Struct, frozen=True, eq=False):
    """One node of a function's body, with the scope that it runs in."""

    node: ast.AST
    scope: Scope
    writer: Writer


def steps(module: ParsedModule, functions: Iterable[FunctionNode]) -> Iterator[Step]:
    """Every node in the bodies of the functions, nested functions and lambdas included."""
    for function in functions:
        own = module.scope_in(function)
        waiting: list[tuple[ast.AST, Scope]] = [(child, own) for child in reversed(function.body)]
        while waiting:
            node, scope = waiting.pop()
            yield Step(node, scope, Writer(function.name, module.at(node)))
            inner = module.scopes.scope_of.get(node, scope)
            waiting += [(child, inner) for child in reversed(list(ast.iter_child_nodes(node)))]


def changed(node: ast.AST) -> ast.expr | None:
    """The container that a node changes: ``X`` in ``X[k] = v``, ``del X[k]``, ``X += v``, ``X.append(v)``."""
    match node:
        case ast.Subscript(value, ctx=ast.Store() | ast.Del()):
            return _outermost(value)
        case ast.Call(ast.Attribute(value, attribute)) if attribute in _CHANGING:
            return _outermost(value)
        case ast.AugAssign(ast.Name() | ast.Attribute() as target):
            return target
    return None


def _outermost(value: ast.expr) -> ast.expr:
    """``X`` for ``X[key]``: what changes a container in X changes X."""
    while isinstance(value, ast.Subscript):
        value = value.value
    return value


def bound(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr | None]]:
    """Each target that a statement binds, with the value where the whole of it goes there."""
    match node:
        case ast.Assign(targets, value):
            for target in targets:
                yield from _targets(target, value)
        case ast.AnnAssign(target, _, value) if value is not None:
            yield target, value
        case ast.AugAssign(target) | ast.For(target) | ast.AsyncFor(target):
            yield from _targets(target, None)
        case ast.NamedExpr(target, value):
            yield target, value


def _targets(target: ast.expr, value: ast.expr | None) -> Iterator[tuple[ast.expr, ast.expr | None]]:
    if isinstance(target, (ast.Tuple, ast.List)):
        for element in target.elts:
            yield from _targets(element, None)
    else:
        yield target, value
