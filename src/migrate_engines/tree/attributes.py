"""What a class gives its attributes: ``kind = X`` in its body, ``self.kind = X`` in a method."""

import ast
from collections.abc import Iterator
from typing import TypeGuard

from msgspec import Struct

from migrate_engines.tree.nodes import branches

_IMPORTS = (ast.Import, ast.ImportFrom)


class GivenAttribute(Struct, frozen=True):
    """One value of an attribute.

    Attributes:
        name: of the attribute.
        value: a name, or a chain of attributes.
        imported: the import inside the class that binds the value's first name; None where that is a name
            of the module.
    """

    name: str
    value: ast.expr
    imported: ast.Import | ast.ImportFrom | None


class MethodAttributes(Struct, frozen=True):
    """``names`` is every ``self.NAME`` that a method assigns; ``sets_any`` whether it may assign others."""

    names: frozenset[str]
    sets_any: bool
    given: tuple[GivenAttribute, ...]


def attributes_of_body(body: list[ast.stmt]) -> Iterator[GivenAttribute]:
    """What the statements of a class's body give, the imports among them left out."""
    imports = {name: each for each in body if isinstance(each, _IMPORTS) for name in _bound(each)}
    for statement in body:
        for target, value in _assignments(statement):
            if isinstance(target, ast.Name):
                yield from _given(target.id, value, imports, {})


def attributes_of_method(method: ast.FunctionDef | ast.AsyncFunctionDef) -> MethodAttributes:
    """What a method gives the object, or the class, that is its first parameter."""
    own = method.args.args[0].arg if method.args.args else ""
    names: set[str] = set()
    assigned: list[tuple[str, ast.expr]] = []
    imports: dict[str, ast.Import | ast.ImportFrom] = {}
    sets_any = False
    waiting: list[ast.AST] = list(method.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Attribute):
            if not isinstance(node.value, ast.Name):
                waiting.append(node.value)
                continue
            if node.value.id == own and isinstance(node.ctx, ast.Store):
                names.add(node.attr)
            sets_any |= node.attr == "__dict__"
            continue
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            sets_any |= node.func.id == "setattr"
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            pairs = _assignments(node)
            assigned += [(each.attr, value) for each, value in pairs if _is_member(each, own)]
        elif isinstance(node, _IMPORTS):
            imports |= dict.fromkeys(_bound(node), node)
        waiting += branches(node)
    defaults = _defaults(method.args) if assigned else {}
    given = [each for name, value in assigned for each in _given(name, value, imports, defaults)]
    return MethodAttributes(frozenset(names), sets_any, tuple(given))


def _is_member(target: ast.expr, own: str) -> TypeGuard[ast.Attribute]:
    return isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and target.value.id == own


def _bound(statement: ast.Import | ast.ImportFrom) -> Iterator[str]:
    for alias in statement.names:
        yield alias.asname or alias.name.partition(".")[0]


def _assignments(statement: ast.AST) -> list[tuple[ast.expr, ast.expr]]:
    match statement:
        case ast.Assign(targets, value):
            return [(target, value) for target in targets]
        case ast.AnnAssign(target, _, value) if value is not None:
            return [(target, value)]
    return []


def _defaults(arguments: ast.arguments) -> dict[str, ast.expr | None]:
    """Every parameter with the default it has."""
    plain = [*arguments.posonlyargs, *arguments.args]
    found: dict[str, ast.expr | None] = dict.fromkeys(each.arg for each in plain)
    found |= {each.arg: None for each in (arguments.vararg, arguments.kwarg) if each}
    pairs = zip(reversed(plain), reversed(arguments.defaults), strict=False)
    found |= {argument.arg: default for argument, default in pairs}
    named = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    return found | {argument.arg: default for argument, default in named}


def _given(
    name: str,
    value: ast.expr,
    imports: dict[str, ast.Import | ast.ImportFrom],
    defaults: dict[str, ast.expr | None],
) -> Iterator[GivenAttribute]:
    """The names that a value may be; a parameter is what its default is."""
    for part in _parts(value):
        if isinstance(part, ast.Name) and part.id in defaults:
            default = defaults[part.id]
            yield from _given(name, default, {}, {}) if default is not None else ()
        elif (root := _root(part)) is not None and root not in defaults:
            yield GivenAttribute(name, part, imports.get(root))


def _parts(value: ast.expr) -> Iterator[ast.expr]:
    """What an expression may turn out to be."""
    match value:
        case ast.BoolOp(_, parts):
            for part in parts:
                yield from _parts(part)
        case ast.IfExp(_, first, second):
            yield from (*_parts(first), *_parts(second))
        case ast.NamedExpr(_, inner):
            yield from _parts(inner)
        case ast.Call(ast.Name("staticmethod" | "classmethod"), [inner]):
            yield from _parts(inner)
        case ast.Call(ast.Name("field") | ast.Attribute(_, "field"), [], keywords):
            yield from (each.value for each in keywords if each.arg == "default")
        case ast.Name() | ast.Attribute():
            yield value


def _root(chain: ast.expr) -> str | None:
    """The name that a chain of attributes begins with."""
    while isinstance(chain, ast.Attribute):
        chain = chain.value
    return chain.id if isinstance(chain, ast.Name) else None
