"""What a class takes."""

import ast

from msgspec import Struct

from migrate_engines.facts.annotations import classes_in
from migrate_engines.facts.definitions import ClassDefinition, FunctionNode, block
from migrate_engines.facts.lineage import Lineage
from migrate_engines.model.location import Location
from migrate_engines.model.rule import Parameter, ParameterKind, Signature
from migrate_engines.tree.parameters import signature_of
from migrate_engines.tree.summary import dotted_text
from migrate_engines.tree.unparsing import unparse


class Constructor(Struct, frozen=True):
    """The signature without ``self``, None where it cannot be seen; ``note`` says why, or where it is from.

    ``types`` are the classes of this tree that the annotations of its own parameters name.
    """

    signature: Signature | None
    location: Location | None = None
    note: str = ""
    types: tuple[tuple[str, tuple[str, ...]], ...] = ()


def constructor_of(definition: ClassDefinition, lineage: Lineage) -> Constructor:
    """The class's own ``__init__``, else ``__new__``, its fields, or what it inherits."""
    methods = definition.methods()
    for name in ("__init__", "__new__"):
        if name in methods:
            other = "__new__ makes the objects" if name == "__init__" and "__new__" in methods else ""
            note = "the signature of __new__" if name == "__new__" else other
            return _own(definition, methods[name], note)
    if is_dataclass(definition) or _is_named_tuple(lineage):
        return _from_fields(definition, lineage)
    return _inherited(definition, lineage)


def _own(definition: ClassDefinition, node: FunctionNode, note: str) -> Constructor:
    arguments = node.args
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    types = [(each.arg, classes_in(each.annotation, definition.module, definition.inside)) for each in every]
    return Constructor(
        signature_of(arguments, drop_first=True),
        definition.module.at(node),
        note,
        tuple((name, found) for name, found in types if found),
    )


def is_dataclass(definition: ClassDefinition) -> bool:
    """Whether a decorator makes the constructor from the fields."""
    decorators = definition.node.decorator_list
    names = [dotted_text(each.func if isinstance(each, ast.Call) else each) for each in decorators]
    return any((name or "").rpartition(".")[2] == "dataclass" for name in names)


def _is_named_tuple(lineage: Lineage) -> bool:
    return any(each.rpartition(".")[2] == "NamedTuple" for each in lineage.outside)


def _from_fields(definition: ClassDefinition, lineage: Lineage) -> Constructor:
    if lineage.known:
        return Constructor(None, definition.location, "made from the fields of the class and of its bases")
    fields = tuple(
        Parameter(
            statement.target.id,
            ParameterKind.POSITIONAL_OR_KEYWORD,
            None if statement.value is None else unparse(statement.value),
        )
        for statement in block(definition.node.body)
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name)
        if "ClassVar" not in unparse(statement.annotation)
    )
    return Constructor(Signature(fields), definition.location, "made from its fields")


def _inherited(definition: ClassDefinition, lineage: Lineage) -> Constructor:
    index = definition.module.index
    for owner in lineage.known:
        summary = index.class_of(owner)
        for name in ("__init__", "__new__"):
            if summary and name in summary.methods:
                found = summary.methods[name]
                path = index.modules.path_of(index.modules.split(owner)[0] or "") or ""
                return Constructor(found.signature, Location(path, found.line), f"inherited from {owner}")
    outside = [each for each in lineage.outside if each not in _WITHOUT_CONSTRUCTOR]
    if outside:
        return Constructor(
            None, definition.location, f"inherited from {outside[0]}, which is not of this tree"
        )
    return Constructor(Signature(()), definition.location, "it has none")


_WITHOUT_CONSTRUCTOR = frozenset(
    ["builtins.object", "abc.ABC", "typing.Protocol", "typing_extensions.Protocol", "typing.Generic"]
)
