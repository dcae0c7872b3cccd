"""What a class passes its work on to.

A class *holds* an object that its constructor is given (``self.engine = engine``, the constructor of a base
class included) or makes itself from a class of this tree. A method *forwards* to it when what it returns, or
the one thing that it does, is a call of a method of that object. It forwards *purely* when it does nothing
else: documentation, logging, and a test whether the object is there or has the method do not count.
"""

import ast
from collections.abc import Iterator, Mapping
from enum import StrEnum

from msgspec import Struct

from migrate_engines.facts.annotations import classes_in
from migrate_engines.facts.definitions import ClassDefinition, FunctionNode
from migrate_engines.facts.lineage import Lineage
from migrate_engines.facts.noise import is_noise
from migrate_engines.facts.values import made_class
from migrate_engines.model.location import Location


class Origin(StrEnum):
    """How a class comes by an object that it holds."""

    GIVEN = "given"
    MADE = "made"


class Held(Struct, frozen=True):
    """An attribute that holds an object.

    Attributes:
        source: the parameter that it is given by, or what makes it.
        types: classes of this tree that it may be, where an annotation or its making says so.
    """

    attribute: str
    origin: Origin
    source: str
    location: Location
    types: tuple[str, ...] = ()


class Forward(Struct, frozen=True):
    """``method`` forwards to the held ``attribute``, as ``called`` there; ``*`` is any name."""

    method: str
    attribute: str
    called: str
    location: Location
    is_pure: bool


class Delegation(Struct, frozen=True):
    """``considered`` are the class's own methods, without dunder methods and empty ones."""

    held: tuple[Held, ...] = ()
    forwards: tuple[Forward, ...] = ()
    considered: tuple[str, ...] = ()

    def to(self, attribute: str) -> tuple[Forward, ...]:
        return tuple(each for each in self.forwards if each.attribute == attribute)

    @property
    def pure_share(self) -> float:
        """The share of the considered methods that forward and do nothing else; 0 where there are none."""
        pure = {each.method for each in self.forwards if each.is_pure and each.called != "*"}
        return len(pure) / len(self.considered) if self.considered else 0.0


def delegation_of(
    definition: ClassDefinition, lineage: Lineage, ancestors: Mapping[str, ClassDefinition]
) -> Delegation:
    """``ancestors`` are the definitions of those ancestors of the class whose modules were read."""
    line = [definition, *(ancestors[name] for name in lineage.known if name in ancestors)]
    held = {each.attribute: each for each in _held_in_line(line)}
    methods: dict[str, tuple[ClassDefinition, FunctionNode]] = {}
    for owner in reversed(line):
        methods.update({name: (owner, node) for name, node in owner.methods().items()})
    forwarding = _Forwarding(held, methods)
    own = definition.methods()
    considered = [name for name, node in own.items() if not _is_dunder(name) and _body(node)]
    forwards = [each for name in considered for each in forwarding.of(name, frozenset())]
    if "__getattr__" in own:
        forwards += forwarding.dynamic(definition, own["__getattr__"])
    return Delegation(tuple(held.values()), tuple(forwards), tuple(considered))


def _is_dunder(name: str) -> bool:
    return name.startswith("__") and name.endswith("__")


def _held_in_line(line: list[ClassDefinition]) -> Iterator[Held]:
    """What the class's constructor keeps, and what it hands to the nearest constructor above."""
    owner = next((each for each in line if "__init__" in each.methods()), None)
    if owner is None:
        return
    constructor = owner.methods()["__init__"]
    above = next((each for each in line[line.index(owner) + 1 :] if "__init__" in each.methods()), None)
    if above is not None:
        yield from _handed_up(owner, constructor, above)
    yield from _held(owner, constructor)


def _held(owner: ClassDefinition, constructor: FunctionNode) -> Iterator[Held]:
    module, scope = owner.module, owner.module.scope_in(constructor)
    annotations = {each.arg: each.annotation for each in _arguments(constructor)}
    for node in ast.walk(constructor):
        match node:
            case ast.Assign([ast.Attribute(ast.Name("self"), attribute)], value):
                pass
            case ast.AnnAssign(ast.Attribute(ast.Name("self"), attribute), _, ast.expr() as value):
                pass
            case _:
                continue
        place = module.at(node)
        if (name := _parameter_in(value, annotations)) is not None:
            types = classes_in(annotations[name], module, owner.inside)
            yield Held(attribute, Origin.GIVEN, name, place, types)
        elif made := made_class(value, module, scope):
            yield Held(attribute, Origin.MADE, made, place, (made,))


def _parameter_in(value: ast.expr, parameters: Mapping[str, object]) -> str | None:
    """The parameter that is kept: itself, or ``parameter or something``."""
    match value:
        case ast.Name(name) | ast.BoolOp(ast.Or(), [ast.Name(name), *_]) if name in parameters:
            return name
    return None


def _handed_up(owner: ClassDefinition, constructor: FunctionNode, above: ClassDefinition) -> Iterator[Held]:
    """``super().__init__(engine)``: what the constructor above keeps of the arguments is held, too."""
    target = above.methods()["__init__"]
    annotations = {each.arg: each.annotation for each in _arguments(constructor)}
    for node in ast.walk(constructor):
        match node:
            case ast.Call(ast.Attribute(ast.Call(ast.Name("super")), "__init__"), arguments, keywords):
                names = [each.arg for each in _arguments(target)]
                given = dict(zip(names, arguments, strict=False))
                given.update({each.arg: each.value for each in keywords if each.arg})
            case _:
                continue
        for each in _held(above, target):
            value = given.get(each.source)
            name = _parameter_in(value, annotations) if value is not None else None
            if name is not None:
                types = classes_in(annotations[name], owner.module, owner.inside) or each.types
                yield Held(each.attribute, Origin.GIVEN, name, owner.module.at(node), types)


def _arguments(node: FunctionNode) -> list[ast.arg]:
    """The parameters without ``self``."""
    return [*node.args.posonlyargs, *node.args.args][1:] + node.args.kwonlyargs


class _Forwarding:
    """Which methods forward, and to what; through other methods of the same object, too."""

    def __init__(
        self, held: Mapping[str, Held], methods: Mapping[str, tuple[ClassDefinition, FunctionNode]]
    ) -> None:
        self._held = held
        self._methods = methods

    def of(self, name: str, below: frozenset[str]) -> list[Forward]:
        if name in below or name not in self._methods:
            return []
        owner, node = self._methods[name]
        body = _body(node)
        outcomes = [] if not body else _outcomes(body)
        found: dict[str, Forward] = {}
        for outcome in outcomes:
            for attribute, called in self._target(outcome, node, below | {name}):
                is_pure = _is_single(body)
                place = owner.module.at(outcome)
                found.setdefault(attribute, Forward(name, attribute, called, place, is_pure))
        return list(found.values())

    def _target(
        self, value: ast.expr, node: FunctionNode, below: frozenset[str]
    ) -> Iterator[tuple[str, str]]:
        """What a returned value is a call of."""
        match value:
            case ast.Await(inner):
                yield from self._target(inner, node, below)
            case ast.Name(name):
                for assigned in _values_of(name, node):
                    yield from self._target(assigned, node, below)
            case ast.Call(ast.Attribute(ast.Attribute(ast.Name("self"), attribute), called)):
                if attribute in self._held:
                    yield attribute, called
            case ast.Call(ast.Attribute(ast.Name("self") | ast.Call(ast.Name("super")), own)):
                for each in self.of(own, below):
                    yield each.attribute, each.called

    def dynamic(self, definition: ClassDefinition, node: FunctionNode) -> list[Forward]:
        """``__getattr__`` that returns ``getattr(self.engine, name)``."""
        for each in ast.walk(node):
            match each:
                case ast.Call(ast.Name("getattr"), [ast.Attribute(ast.Name("self"), attribute), *_]):
                    if attribute in self._held:
                        place = definition.module.at(each)
                        return [Forward("__getattr__", attribute, "*", place, is_pure=True)]
        return []


def _values_of(name: str, node: FunctionNode) -> Iterator[ast.expr]:
    for each in ast.walk(node):
        match each:
            case ast.Assign([ast.Name(target)], value) if target == name:
                yield value


def _outcomes(body: list[ast.stmt]) -> list[ast.expr]:
    """The values that a body returns; where it returns none, the one call that it consists of."""
    returned = [each.value for each in _returns(body) if each.value is not None]
    if returned:
        return returned
    single = _single(body)
    return [single.value] if isinstance(single, ast.Expr) else []


def _returns(body: list[ast.stmt]) -> Iterator[ast.Return]:
    waiting: list[ast.AST] = list(reversed(body))
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Return):
            yield node
        elif not isinstance(node, (FunctionNode, ast.Lambda, ast.ClassDef)):
            waiting += reversed(list(ast.iter_child_nodes(node)))


def _is_single(body: list[ast.stmt]) -> bool:
    return _single(body) is not None


def _single(body: list[ast.stmt]) -> ast.stmt | None:
    """The one statement of a body that does nothing else, seen through guards and ``try``."""
    if len(body) != 1:
        return None
    statement = body[0]
    match statement:
        case ast.Try(inner, handlers, [], final) if not _without_noise(final):
            is_quiet = all(_is_quiet(handler) for handler in handlers)
            return _single(_without_noise(inner)) if is_quiet else None
        case ast.If(test, inner, []) if _is_guard(test):
            return _single(_without_noise(inner))
        case ast.Return() | ast.Expr():
            return statement
    return None


def _is_quiet(handler: ast.ExceptHandler) -> bool:
    """A handler that logs, and raises again or goes on."""
    return all(isinstance(each, ast.Raise) and each.exc is None for each in _without_noise(handler.body))


def _is_guard(test: ast.expr) -> bool:
    """``hasattr(self.x, ...)``, ``self.x``, ``self.x is not None``."""
    match test:
        case ast.Call(ast.Name("hasattr"), [inner, _]) | ast.Compare(inner, [ast.IsNot()]):
            return _is_own_attribute(inner)
        case ast.BoolOp(ast.And(), values):
            return all(_is_guard(each) for each in values)
    return _is_own_attribute(test)


def _is_own_attribute(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self"


def _body(node: FunctionNode) -> list[ast.stmt]:
    """The statements of a method without documentation, ``pass``, ``...`` and logging."""
    return _without_noise(node.body)


def _without_noise(statements: list[ast.stmt]) -> list[ast.stmt]:
    return [each for each in statements if not is_noise(each)]
