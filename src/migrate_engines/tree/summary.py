"""What a module binds at its top level, and what its classes offer: enough to resolve names."""

import ast
from collections.abc import Iterable, Iterator
from typing import TypeAlias

import msgspec
from msgspec import Struct, field

from migrate_engines.model.rule import Signature
from migrate_engines.tree.attributes import GivenAttribute, attributes_of_body, attributes_of_method
from migrate_engines.tree.parameters import signature_of
from migrate_engines.tree.parsing import parse_quoted
from migrate_engines.tree.unparsing import unparse


class Imported(msgspec.Struct, frozen=True, tag=True):
    """A name bound by an import; ``target`` is the absolute dotted name it stands for."""

    target: str
    type_checking: bool = False


class Alias(msgspec.Struct, frozen=True, tag=True):
    """``name = a.b.c``; ``expression`` is the dotted expression as written."""

    expression: str


class Value(msgspec.Struct, frozen=True, tag=True):
    """Any other binding."""

    line: int


class FunctionSummary(msgspec.Struct, frozen=True, tag=True):
    """``returns`` is the dotted return annotation as written, if it is one."""

    name: str
    line: int
    signature: Signature
    is_async: bool
    returns: str | None
    decorators: tuple[str, ...]


class ClassSummary(msgspec.Struct, frozen=True, tag=True):
    """``members`` are class attributes, methods and every ``self.NAME`` that a method assigns.

    ``held`` is what members may be, as names of the module or by the imports in the class;
    ``is_open`` says that instances may have members that cannot be seen (``__getattr__``, ``setattr``);
    ``is_generated`` that a decorator or annotations may make its constructor; ``is_crafted`` that a decorator
    or a metaclass may give the class itself members.
    """

    name: str
    line: int
    bases: tuple[str, ...]
    members: frozenset[str]
    methods: dict[str, FunctionSummary]
    is_open: bool
    is_generated: bool
    nested: dict[str, "ClassSummary"]
    is_crafted: bool = False
    held: dict[str, tuple[Imported | Alias, ...]] = {}


Binding: TypeAlias = Imported | Alias | Value | FunctionSummary | ClassSummary


class ModuleSummary(Struct):
    """``names`` holds every top-level binding in order, those in ``if`` and ``try`` included.

    ``exported`` is what ``__all__`` lists, None where there is none; ``late`` are names that functions may
    bind; ``is_open`` says that the module may bind or export any name.
    """

    module: str
    names: dict[str, list[Binding]] = field(default_factory=dict)
    stars: list[str] = field(default_factory=list)
    exported: tuple[str, ...] | None = None
    late: frozenset[str] = frozenset()
    is_open: bool = False

    def public_names(self) -> list[str]:
        """What ``import *`` brings, star imports of its own left out."""
        if self.exported is not None:
            return list(self.exported)
        return [name for name in self.names if not name.startswith("_")]


def summarize(tree: ast.Module, module: str, package: str) -> ModuleSummary:
    """Read the top level; ``package`` is where relative imports start."""
    summary = ModuleSummary(module)
    for statement, type_checking in top_level(tree.body):
        for name, binding in _bindings(statement, package, type_checking):
            if name == "*" and isinstance(binding, Imported):
                summary.stars.append(binding.target)
            else:
                summary.names.setdefault(name, []).append(binding)
        if exported := _exported(statement):
            summary.exported = (summary.exported or ()) + exported
    return summary


def top_level(statements: Iterable[ast.stmt], type_checking: bool = False) -> Iterator[tuple[ast.stmt, bool]]:
    """Every statement that runs in the block's own scope, with whether only type checkers see it."""
    for statement in statements:
        yield statement, type_checking
        if isinstance(statement, ast.If):
            guarded = is_type_checking(statement.test)
            yield from top_level(statement.body, type_checking or guarded)
            yield from top_level(statement.orelse, type_checking)
            continue
        for block in ("body", "orelse", "finalbody"):
            if not isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                yield from top_level(getattr(statement, block, ()), type_checking)
        for inner in (*getattr(statement, "handlers", ()), *getattr(statement, "cases", ())):
            yield from top_level(inner.body, type_checking)


def is_type_checking(test: ast.expr) -> bool:
    return dotted_text(test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING", "t.TYPE_CHECKING")


def absolute_import(statement: ast.ImportFrom, package: str) -> str:
    """The absolute name of the module that a ``from`` import names."""
    if not statement.level:
        return statement.module or ""
    parts = package.split(".") if package else []
    if statement.level - 1 >= len(parts) and package:
        return f"<above {package}>.{statement.module or ''}"
    parts = parts[: len(parts) - (statement.level - 1)]
    return ".".join([*parts, *([statement.module] if statement.module else [])])


def dotted_text(node: ast.AST | None) -> str | None:
    """``a.b.c`` for a chain of names and attributes, else None."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return None
    return ".".join([node.id, *reversed(parts)])


def _bindings(statement: ast.stmt, package: str, type_checking: bool) -> Iterator[tuple[str, Binding]]:
    match statement:
        case ast.Import(names):
            for alias in names:
                target = alias.name if alias.asname else alias.name.partition(".")[0]
                yield alias.asname or target, Imported(target, type_checking)
        case ast.ImportFrom(names=names):
            module = absolute_import(statement, package)
            for alias in names:
                if alias.name == "*":
                    yield "*", Imported(module, type_checking)
                else:
                    yield alias.asname or alias.name, Imported(f"{module}.{alias.name}", type_checking)
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            yield statement.name, function_summary(statement)
        case ast.ClassDef():
            yield statement.name, class_summary(statement, package)
        case _:
            yield from _assigned(statement)


def _assigned(statement: ast.stmt) -> Iterator[tuple[str, Binding]]:
    targets: list[ast.expr] = []
    value: ast.expr | None = None
    match statement:
        case ast.Assign(targets, value):
            pass
        case ast.AnnAssign(target, _, value):
            targets = [target] if value else []
        case ast.AugAssign(target) | ast.For(target) | ast.AsyncFor(target):
            targets = [target]
        case ast.With(items) | ast.AsyncWith(items):
            targets = [item.optional_vars for item in items if item.optional_vars]
    expression = dotted_text(value) if isinstance(statement, (ast.Assign, ast.AnnAssign)) else None
    for target in targets:
        if isinstance(target, ast.Name) and expression:
            yield target.id, Alias(expression)
            continue
        for node in ast.walk(target):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                yield node.id, Value(statement.lineno)


def _exported(statement: ast.stmt) -> tuple[str, ...]:
    match statement:
        case ast.Assign([ast.Name("__all__")], value) | ast.AnnAssign(ast.Name("__all__"), _, value):
            pass
        case ast.AugAssign(ast.Name("__all__"), ast.Add(), value):
            pass
        case _:
            return ()
    if not isinstance(value, (ast.List, ast.Tuple)):
        return ()
    return tuple(
        element.value
        for element in value.elts
        if isinstance(element, ast.Constant) and isinstance(element.value, str)
    )


def function_summary(
    node: ast.FunctionDef | ast.AsyncFunctionDef, *, is_method: bool = False
) -> FunctionSummary:
    decorators = tuple(filter(None, map(dotted_text, node.decorator_list)))
    return FunctionSummary(
        node.name,
        node.lineno,
        signature_of(node.args, drop_first=is_method and "staticmethod" not in decorators),
        isinstance(node, ast.AsyncFunctionDef),
        annotation_text(node.returns),
        decorators,
    )


def annotation_text(annotation: ast.expr | None) -> str | None:
    """The dotted name of a plain class annotation, a quoted one included."""
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        match parse_quoted(annotation.value):
            case ast.Expression(annotation):
                pass
            case _:
                return None
    return dotted_text(annotation)


def class_summary(node: ast.ClassDef, package: str = "") -> ClassSummary:
    """``package`` is where relative imports start."""
    methods: dict[str, FunctionSummary] = {}
    nested: dict[str, ClassSummary] = {}
    members: set[str] = set()
    held: dict[str, tuple[Imported | Alias, ...]] = {}
    given = list(attributes_of_body(node.body))
    is_open = any(keyword.arg != "metaclass" for keyword in node.keywords)
    for statement, _ in top_level(node.body):
        bound = list(_bindings(statement, package, False))
        members.update(name for name, _ in bound)
        held |= {name: (each,) for name, each in bound if isinstance(each, Imported)}
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
            methods[statement.name] = function_summary(statement, is_method=True)
            attributes = attributes_of_method(statement)
            members |= attributes.names
            given += attributes.given
            is_open |= attributes.sets_any or statement.name in ("__getattr__", "__getattribute__")
        elif isinstance(statement, ast.ClassDef):
            nested[statement.name] = class_summary(statement, package)
        elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            members.add(statement.target.id)
    for each in given:
        held[each.name] = (*held.get(each.name, ()), *_meant(each, package))
    is_generated = bool(node.decorator_list) or any(isinstance(each, ast.AnnAssign) for each in node.body)
    bases = tuple(dotted_text(_unsubscripted(base)) or "?" for base in node.bases)
    shown = frozenset(members)
    crafted = bool(node.decorator_list) or any("ABCMeta" not in unparse(each) for each in node.keywords)
    return ClassSummary(
        node.name, node.lineno, bases, shown, methods, is_open, is_generated, nested, crafted, held
    )


def _meant(given: GivenAttribute, package: str) -> Iterator[Imported | Alias]:
    text = dotted_text(given.value) or ""
    if given.imported is None:
        yield Alias(text)
        return
    root, dot, rest = text.partition(".")
    for name, each in _bindings(given.imported, package, False):
        if name == root and isinstance(each, Imported):
            yield Imported(f"{each.target}{dot}{rest}")


def _unsubscripted(base: ast.expr) -> ast.expr:
    return base.value if isinstance(base, ast.Subscript) else base
