"""The logic of a class as normalised statements, so that copies can be recognised.

Every statement of a method counts once, a compound one by its head. Positions, comments, documentation,
annotations, logging and the contents of strings are left out; names stay.
"""

import ast
from collections.abc import Iterator

from msgspec import Struct

from migrate_engines.facts.definitions import ClassDefinition, FunctionNode
from migrate_engines.facts.noise import is_noise
from migrate_engines.tree.unparsing import unparse


class MethodBody(Struct, frozen=True):
    """``statements`` are normalised texts in source order."""

    method: str
    statements: tuple[str, ...]


def method_bodies(definition: ClassDefinition) -> tuple[MethodBody, ...]:
    """The bodies of the class's own methods, without those that do nothing."""
    found = ((name, tuple(_statements(node.body))) for name, node in definition.methods().items())
    return tuple(MethodBody(name, statements) for name, statements in found if statements)


def _statements(body: list[ast.stmt]) -> Iterator[str]:
    for statement in body:
        if is_noise(statement):
            continue
        yield _head(statement)
        for block in _blocks(statement):
            yield from _statements(block)


def _blocks(statement: ast.stmt) -> Iterator[list[ast.stmt]]:
    for field in ("body", "orelse", "finalbody"):
        yield getattr(statement, field, [])
    for field in ("handlers", "cases"):
        for inner in getattr(statement, field, []):
            yield inner.body


def _head(statement: ast.stmt) -> str:
    """The statement without the blocks in it."""
    if isinstance(statement, (FunctionNode, ast.ClassDef)):
        return f"{type(statement).__name__} {statement.name}"
    parts = [type(statement).__name__]
    for name, value in ast.iter_fields(statement):
        if name in ("body", "orelse", "finalbody", "annotation", "type_comment"):
            continue
        parts.extend(_text(each) for each in (value if isinstance(value, list) else [value]))
    return " ".join(parts)


def _text(value: object) -> str:
    match value:
        case ast.ExceptHandler(type=caught):
            return f"except {_text(caught)}"
        case ast.match_case(pattern, guard):
            return f"case {unparse(pattern)} {_text(guard)}"
        case ast.AST():
            return unparse(_Plain().visit(_copy(value)))
    return str(value)


def _copy(node: ast.AST) -> ast.AST:
    """A copy that can be changed: the tree itself is read by others."""
    fields = {name: _copied(value) for name, value in ast.iter_fields(node)}
    return ast.copy_location(type(node)(**fields), node)


def _copied(value: object) -> object:
    if isinstance(value, list):
        return [_copied(each) for each in value]
    return _copy(value) if isinstance(value, ast.AST) else value


class _Plain(ast.NodeTransformer):
    """Strings lose their contents: a message does not make another statement."""

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        return ast.Constant("") if isinstance(node.value, (str, bytes)) else node

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        return ast.Constant("")
