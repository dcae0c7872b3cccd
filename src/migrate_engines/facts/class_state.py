"""The shared state of a class: what all of its objects see."""

import ast
from collections.abc import Iterator, Sequence

from migrate_engines.facts.definitions import ClassDefinition, FunctionNode, block
from migrate_engines.facts.lineage import Lineage
from migrate_engines.facts.state import SharedState, StateKind, Writer
from migrate_engines.facts.values import is_cache, is_container, is_lock, lock_class, made_class, short_text
from migrate_engines.facts.writes import Step, bound, changed
from migrate_engines.model.location import Location
from migrate_engines.tree.summary import dotted_text
from migrate_engines.tree.unparsing import unparse

_FIELDS_ARE_COPIED = frozenset(["Enum", "IntEnum", "StrEnum", "Flag", "BaseModel", "NamedTuple", "TypedDict"])


def class_state(
    definition: ClassDefinition, lineage: Lineage, every: Sequence[Step]
) -> tuple[SharedState, ...]:
    """Class attributes that are containers, locks or bound anew, caches and mutable defaults; by line.

    ``every`` are the steps of the class's methods.
    """
    found = [*_rebound(definition, every)]
    rebound = {each.name for each in found}
    if not any(each.rpartition(".")[2] in _FIELDS_ARE_COPIED for each in lineage.outside):
        found += [each for each in _attributes(definition, every) if each.name not in rebound]
    found += [*_caches(definition), *_defaults(definition)]
    return tuple(sorted(found, key=lambda each: (each.location, each.name)))


def _attributes(definition: ClassDefinition, every: Sequence[Step]) -> Iterator[SharedState]:
    module, scope = definition.module, definition.inside
    for statement in block(definition.node.body):
        for target, value in bound(statement):
            if not isinstance(target, ast.Name) or target.id.startswith("__"):
                continue
            text = short_text(value)
            place = module.at(statement)
            if is_container(value, module, scope):
                writers = tuple(_container_writers(definition, target.id, every))
                kind = StateKind.CLASS_CONTAINER
                yield SharedState(kind, definition.symbol, target.id, place, text, writers)
            elif is_lock(value, module, scope):
                made = lock_class(value, module, scope)
                yield SharedState(StateKind.LOCK, definition.symbol, target.id, place, text, made=made)


def _container_writers(definition: ClassDefinition, name: str, every: Sequence[Step]) -> Iterator[Writer]:
    if _is_own_per_object(definition, name):
        return
    for step in every:
        match changed(step.node):
            case ast.Attribute(owner, attribute) if attribute == name:
                if _is_object(owner) or _is_class(owner, definition):
                    yield step.writer


def _is_own_per_object(definition: ClassDefinition, name: str) -> bool:
    """Whether the constructor gives each object an attribute of its own by that name."""
    constructor = definition.methods().get("__init__")
    for node in ast.walk(constructor) if constructor else ():
        for target, _ in bound(node):
            if isinstance(target, ast.Attribute) and target.attr == name and _is_object(target.value):
                return True
    return False


def _rebound(definition: ClassDefinition, every: Sequence[Step]) -> Iterator[SharedState]:
    writes: dict[str, list[tuple[Step, ast.expr | None]]] = {}
    for step in every:
        for target, value in bound(step.node):
            if isinstance(target, ast.Attribute) and _is_class(target.value, definition):
                writes.setdefault(target.attr, []).append((step, value))
    for name, found in writes.items():
        made = next(filter(None, (_made(definition, step, value) for step, value in found)), None)
        kind = StateKind.SINGLETON if made else StateKind.CLASS_ATTRIBUTE
        detail = f"bound to {made.rpartition('.')[2]} objects" if made else "bound anew"
        writers = tuple(step.writer for step, _ in found)
        place = _declared(definition, name) or writers[0].location
        yield SharedState(kind, definition.symbol, name, place, detail, writers, made or "")


def _declared(definition: ClassDefinition, name: str) -> Location | None:
    for statement in block(definition.node.body):
        match statement:
            case ast.Assign([ast.Name(declared)]) | ast.AnnAssign(ast.Name(declared)) if declared == name:
                return definition.module.at(statement)
    return None


def _made(definition: ClassDefinition, step: Step, value: ast.expr | None) -> str | None:
    """The class whose object a value is: by its constructor, ``cls(...)`` or ``super().__new__(cls)``."""
    match value:
        case ast.Call(func) if _is_class(func, definition):
            return definition.symbol
        case ast.Call(ast.Attribute(attr="__new__")):
            return definition.symbol
    return made_class(value, definition.module, step.scope)


def _is_object(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "self"


def _is_class(node: ast.expr, definition: ClassDefinition) -> bool:
    """``cls``, the class's own name, ``type(self)`` or ``self.__class__``."""
    match node:
        case ast.Name(name):
            return name in ("cls", definition.name)
        case ast.Call(ast.Name("type"), [ast.Name("self")]):
            return True
    return dotted_text(node) == "self.__class__"


def _caches(definition: ClassDefinition) -> Iterator[SharedState]:
    for name, node in definition.methods().items():
        decorator = next((each for each in node.decorator_list if is_cache(each)), None)
        if decorator is not None:
            detail = f"@{unparse(decorator)}"
            place = definition.module.at(node)
            yield SharedState(StateKind.CACHE, definition.symbol, name, place, detail)


def _defaults(definition: ClassDefinition) -> Iterator[SharedState]:
    for node in definition.methods().values():
        for name, default in _parameters(node):
            if is_container(default, definition.module, definition.inside):
                detail = f"the default of {node.name}({name}={short_text(default)})"
                place = definition.module.at(default)
                yield SharedState(StateKind.DEFAULT, definition.symbol, name, place, detail)


def _parameters(node: FunctionNode) -> Iterator[tuple[str, ast.expr]]:
    arguments = node.args
    positional = [*arguments.posonlyargs, *arguments.args]
    defaulted = positional[len(positional) - len(arguments.defaults) :]
    yield from ((each.arg, default) for each, default in zip(defaulted, arguments.defaults, strict=True))
    for each, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        if default is not None:
            yield each.arg, default
