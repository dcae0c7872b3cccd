"""Nodes with the scope they stand in."""

import ast
from collections.abc import Iterator

from msgspec import Struct

from migrate_engines.finding.scope import NameUse, Scope, ScopeKind, ScopeTree
from migrate_engines.tree.nodes import children
from migrate_engines.tree.summary import dotted_text

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
CONSTRUCTORS = ("__init__", "__new__")
_CLASS_METHODS = ("__new__", "__init_subclass__", "__class_getitem__")


class Site(Struct, frozen=True, eq=False):
    """A node, the scope that it is read in, and its ancestors, outermost first."""

    node: ast.AST
    scope: Scope
    ancestors: tuple[ast.AST, ...]


def sites(tree: ast.Module, scopes: ScopeTree) -> Iterator[Site]:
    """Every node of a module."""
    waiting = [Site(tree, scopes.module, ())]
    while waiting:
        site = waiting.pop()
        yield site
        inner = scopes.scope_of.get(site.node, site.scope)
        around = (*site.ancestors, site.node)
        waiting += [Site(child, inner, around) for child in children(site.node)]


def whole_chain(read: NameUse) -> tuple[ast.expr, tuple[ast.AST, ...]]:
    """The whole attribute chain that begins with a read."""
    node: ast.expr = read.node
    ancestors = read.ancestors
    while isinstance(ancestors[-1], ast.Attribute):
        node, ancestors = ancestors[-1], ancestors[:-1]
    return node, ancestors


def class_of_self(name: str, scope: Scope) -> tuple[ast.ClassDef, bool] | None:
    """The class whose method has ``name`` as its first parameter, and whether that is the class itself."""
    home = scope.home_of(name)
    if home is None or home.parent is None or home.parent.kind is not ScopeKind.CLASS:
        return None
    function, owner = home.node, home.parent.node
    if not isinstance(function, _FUNCTIONS) or not isinstance(owner, ast.ClassDef):
        return None
    parameters = [*function.args.posonlyargs, *function.args.args]
    decorators = [dotted_text(each) for each in function.decorator_list]
    is_first = bool(parameters) and parameters[0].arg == name and len(home.bindings[name]) == 1
    if not is_first or "staticmethod" in decorators:
        return None
    return owner, "classmethod" in decorators or function.name in _CLASS_METHODS


def has_constructor(node: ast.ClassDef) -> bool:
    return any(isinstance(each, _FUNCTIONS) and each.name in CONSTRUCTORS for each in node.body)
