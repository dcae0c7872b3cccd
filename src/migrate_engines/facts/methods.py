"""The methods of a class: its own and the inherited ones."""

import ast
from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct

from migrate_engines.facts.definitions import ClassDefinition, FunctionNode
from migrate_engines.facts.lineage import Lineage
from migrate_engines.facts.noise import is_noise
from migrate_engines.model.location import Location
from migrate_engines.model.rule import Signature
from migrate_engines.tree.index import SymbolIndex
from migrate_engines.tree.summary import FunctionSummary, function_summary


class MethodKind(StrEnum):
    METHOD = "method"
    CLASSMETHOD = "classmethod"
    STATICMETHOD = "staticmethod"
    PROPERTY = "property"


class Method(Struct, frozen=True):
    """One method; ``owner`` is the class that defines it, ``signature`` is without ``self`` or ``cls``.

    ``is_empty`` says that the body does nothing (``pass``, ``...``, a docstring) or only raises
    ``NotImplementedError``; ``is_passed_up`` that it only calls the same method of ``super()``. Both are
    False for inherited methods, whose bodies are not read.
    """

    name: str
    owner: str
    location: Location
    kind: MethodKind
    is_async: bool
    signature: Signature
    is_abstract: bool
    is_empty: bool
    is_passed_up: bool

    @property
    def is_public(self) -> bool:
        return not self.name.startswith("_")


def own_methods(definition: ClassDefinition) -> tuple[Method, ...]:
    """The methods that the class statement itself defines, in source order."""
    path = definition.location.path
    return tuple(
        _method(function_summary(node, is_method=True), definition.symbol, path, node)
        for node in definition.methods().values()
    )


def inherited_methods(lineage: Lineage, own: Iterable[Method], index: SymbolIndex) -> tuple[Method, ...]:
    """The methods that the class has from its ancestors in this tree, nearest first."""
    taken = {each.name for each in own}
    found: list[Method] = []
    for owner in lineage.known:
        summary = index.class_of(owner)
        path = index.modules.path_of(index.modules.split(owner)[0] or "") or ""
        for name, each in (summary.methods if summary else {}).items():
            if name not in taken:
                taken.add(name)
                found.append(_method(each, owner, path))
    return tuple(found)


def _method(summary: FunctionSummary, owner: str, path: str, node: FunctionNode | None = None) -> Method:
    last_names = {each.rpartition(".")[2] for each in summary.decorators}
    return Method(
        summary.name,
        owner,
        Location(path, summary.line),
        _kind(last_names),
        summary.is_async,
        summary.signature,
        bool(last_names & {"abstractmethod", "abstractproperty"}),
        node is not None and does_nothing(node),
        node is not None and _is_passed_up(node),
    )


def _kind(decorators: set[str]) -> MethodKind:
    if decorators & {"property", "cached_property", "setter", "getter", "deleter", "abstractproperty"}:
        return MethodKind.PROPERTY
    for kind in (MethodKind.CLASSMETHOD, MethodKind.STATICMETHOD):
        if kind.value in decorators:
            return kind
    return MethodKind.METHOD


def does_nothing(node: FunctionNode) -> bool:
    """Whether the body is empty, or only says that it is not implemented."""
    return all(_is_nothing(statement) for statement in node.body)


def _is_nothing(statement: ast.stmt) -> bool:
    match statement:
        case ast.Pass() | ast.Expr(ast.Constant()):
            return True
        case ast.Raise(ast.Name("NotImplementedError") | ast.Call(ast.Name("NotImplementedError"))):
            return True
    return False


def _is_passed_up(node: FunctionNode) -> bool:
    body = [statement for statement in node.body if not is_noise(statement)]
    if len(body) != 1 or not isinstance(body[0], (ast.Expr, ast.Return)):
        return False
    value = body[0].value.value if isinstance(body[0].value, ast.Await) else body[0].value
    match value:
        case ast.Call(ast.Attribute(ast.Call(ast.Name("super")), name)):
            return name == node.name
    return False
