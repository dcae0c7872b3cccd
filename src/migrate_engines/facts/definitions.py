"""The classes and functions that a module defines, wherever they stand."""

import ast
from collections.abc import Iterable, Iterator

from msgspec import Struct

from migrate_engines.facts.parsed import ParsedModule
from migrate_engines.finding.scope import Scope
from migrate_engines.model.location import Location
from migrate_engines.tree.index import ObjectKind
from migrate_engines.tree.summary import absolute_import, dotted_text
from migrate_engines.tree.unparsing import unparse

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef
_IMPORT_ERRORS = frozenset(["ImportError", "ModuleNotFoundError", "Exception", "BaseException"])


class Condition(Struct, frozen=True):
    """What a definition depends on, such as ``except ImportError``; ``note`` says what that comes to."""

    location: Location
    text: str
    note: str = ""


class ClassDefinition(Struct, frozen=True, eq=False):
    """One ``class`` statement.

    Attributes:
        symbol: its dotted name; ``module.function.<locals>.Name`` where a function defines it.
        scope: the scope that the statement stands in.
        condition: the innermost ``if``, ``try`` or ``except`` around it.
    """

    module: ParsedModule
    node: ast.ClassDef
    symbol: str
    scope: Scope
    condition: Condition | None

    @property
    def name(self) -> str:
        return self.node.name

    @property
    def location(self) -> Location:
        return self.module.at(self.node)

    @property
    def inside(self) -> Scope:
        return self.module.scope_in(self.node)

    def methods(self) -> dict[str, FunctionNode]:
        """Its own methods by name; of several of one name the last, which is the one that Python keeps."""
        return {node.name: node for node in block(self.node.body) if isinstance(node, FunctionNode)}


def class_definitions(module: ParsedModule) -> Iterator[ClassDefinition]:
    """Every class of the module, those in functions and in other classes included."""
    yield from _classes(module, module.tree.body, module.name, module.scopes.module, None)


def block(statements: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a block and of the ``if``, ``try``, ``with`` and loops in it, in source order."""
    for statement in statements:
        yield statement
        if not isinstance(statement, (FunctionNode, ast.ClassDef)):
            for inner in _blocks(statement):
                yield from block(inner)


def _blocks(statement: ast.stmt) -> Iterator[list[ast.stmt]]:
    yield getattr(statement, "body", [])
    for handler in getattr(statement, "handlers", []):
        yield handler.body
    for case in getattr(statement, "cases", []):
        yield case.body
    yield getattr(statement, "orelse", [])
    yield getattr(statement, "finalbody", [])


def _classes(
    module: ParsedModule, body: Iterable[ast.stmt], prefix: str, scope: Scope, condition: Condition | None
) -> Iterator[ClassDefinition]:
    for statement in body:
        match statement:
            case ast.ClassDef(name):
                symbol = f"{prefix}.{name}"
                yield ClassDefinition(module, statement, symbol, scope, condition)
                yield from _classes(module, statement.body, symbol, module.scope_in(statement), condition)
            case ast.FunctionDef(name) | ast.AsyncFunctionDef(name):
                inner = f"{prefix}.{name}.<locals>"
                yield from _classes(module, statement.body, inner, module.scope_in(statement), None)
            case ast.If(body=inner_body, orelse=other):
                place, test = module.at(statement), f"if {unparse(statement.test)}"
                yield from _classes(module, inner_body, prefix, scope, Condition(place, test))
                yield from _classes(module, other, prefix, scope, Condition(place, f"else of {test}"))
            case ast.Try():
                yield from _in_try(module, statement, prefix, scope, condition)
            case _:
                for inner_block in _blocks(statement):
                    yield from _classes(module, inner_block, prefix, scope, condition)


def _in_try(
    module: ParsedModule, statement: ast.Try, prefix: str, scope: Scope, condition: Condition | None
) -> Iterator[ClassDefinition]:
    body = Condition(module.at(statement), "try")
    yield from _classes(module, statement.body, prefix, scope, body)
    for handler in statement.handlers:
        told = _handler(module, statement, handler)
        yield from _classes(module, handler.body, prefix, scope, told)
    yield from _classes(module, statement.orelse, prefix, scope, body)
    yield from _classes(module, statement.finalbody, prefix, scope, condition)


def _handler(module: ParsedModule, statement: ast.Try, handler: ast.ExceptHandler) -> Condition:
    caught = unparse(handler.type) if handler.type else ""
    text = f"except {caught}".rstrip()
    names = [handler.type] if not isinstance(handler.type, ast.Tuple) else handler.type.elts
    if not caught or any(dotted_text(each) in _IMPORT_ERRORS for each in names):
        return Condition(module.at(handler), text, _import_note(module, statement))
    return Condition(module.at(handler), text)


def _import_note(module: ParsedModule, statement: ast.Try) -> str:
    """Whether the imports that the handler stands in for can succeed in this tree."""
    package = module.index.modules.package_of(module.path)
    targets = [
        f"{absolute_import(each, package)}.{alias.name}"
        for each in statement.body
        if isinstance(each, ast.ImportFrom)
        for alias in each.names
        if alias.name != "*"
    ]
    kinds = {target: module.index.resolve(target).kind for target in targets}
    missing = [target for target, kind in kinds.items() if kind is ObjectKind.MISSING]
    if missing:
        return f"always taken: there is no {missing[0]}"
    known = kinds and all(kind not in (ObjectKind.EXTERNAL, ObjectKind.VALUE) for kind in kinds.values())
    return "never taken: every name that is imported exists" if known else ""
