"""Classes that only hold values."""

import ast

from migrate_engines.facts.constructor import is_dataclass
from migrate_engines.facts.definitions import ClassDefinition, FunctionNode
from migrate_engines.facts.noise import is_noise
from migrate_engines.facts.writes import bound


def holds_values_only(definition: ClassDefinition) -> bool:
    """Whether the constructor does nothing but keep values, and the methods compute something from them.

    Methods may call builtins, each other and the class itself; they are not asynchronous and bind no
    attribute. A dataclass needs no constructor.
    """
    methods = dict(definition.methods())
    constructor = methods.pop("__init__", None)
    if "__getattr__" in methods or (constructor is None and not is_dataclass(definition)):
        return False
    keeps = constructor is None or _only_keeps(constructor)
    return keeps and all(_only_computes(node, definition) for node in methods.values())


def _only_keeps(constructor: FunctionNode) -> bool:
    body = [statement for statement in constructor.body if not is_noise(statement)]
    targets = [(target, value) for statement in body for target, value in bound(statement)]
    return (
        bool(body)
        and all(isinstance(statement, (ast.Assign, ast.AnnAssign)) for statement in body)
        and all(_is_attribute(target) and _is_value(value) for target, value in targets)
    )


def _is_attribute(target: ast.expr) -> bool:
    return isinstance(target, ast.Attribute)


def _is_value(value: ast.expr | None) -> bool:
    match value:
        case ast.Name() | ast.Constant() | ast.Dict() | ast.List() | ast.Set() | ast.Tuple():
            return True
        case ast.BoolOp(values=values):
            return all(_is_value(each) for each in values)
    return False


def _only_computes(node: FunctionNode, definition: ClassDefinition) -> bool:
    if isinstance(node, ast.AsyncFunctionDef):
        return False
    for each in ast.walk(node):
        if any(_is_attribute(target) for target, _ in bound(each)):
            return False
        if isinstance(each, ast.Call) and not _is_own_or_builtin(each.func, definition):
            return False
    return True


def _is_own_or_builtin(func: ast.expr, definition: ClassDefinition) -> bool:
    match func:
        case ast.Attribute(ast.Name("self" | "cls"), name):
            return name in definition.methods()
        case ast.Name("cls"):
            return True
        case ast.Name(name):
            return name == definition.name or not definition.inside.lookup(name)
    return False
