"""What the methods of a class call: what they build, send and test."""

import ast
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase

from msgspec import Struct

from migrate_engines.facts.annotations import classes_in
from migrate_engines.facts.definitions import ClassDefinition, FunctionNode
from migrate_engines.facts.parsed import ParsedModule
from migrate_engines.facts.writes import Step, steps
from migrate_engines.finding.scope import Scope
from migrate_engines.model.location import Location
from migrate_engines.tree.summary import dotted_text
from migrate_engines.tree.unparsing import unparse


class Construction(Struct, frozen=True):
    """A call of the constructor of a class of this tree; ``is_returned``: the function hands it out."""

    function: str
    symbol: str
    location: Location
    is_returned: bool


class HandedOn(Struct, frozen=True):
    """A method that hands out what ``callee``, a function or method of this tree, returns."""

    function: str
    callee: str
    location: Location


class Emission(Struct, frozen=True):
    """A call that sends an event; ``channel`` is the pattern that the receiver's name fits, if one does."""

    function: str
    receiver: str
    called: str
    location: Location
    channel: str | None


class TypeTest(Struct, frozen=True):
    """``isinstance(value, symbol)``."""

    function: str
    symbol: str
    location: Location


class Channels(Struct, frozen=True):
    """Which calls send events: by the method's name, or by the name of the object."""

    emitters: tuple[str, ...]
    objects: tuple[str, ...] = ()


def constructions(definition: ClassDefinition) -> tuple[Construction, ...]:
    """Every object of a class of this tree that the class's methods make, in source order."""
    methods = definition.methods().values()
    return tuple(each for node in methods for each in constructions_in(node, definition.module, definition))


def constructions_in(
    function: FunctionNode, module: ParsedModule, owner: ClassDefinition | None = None
) -> Iterator[Construction]:
    """The constructions in one function; ``cls(...)`` makes an object of ``owner``."""
    returned = set(handed_out(function))
    for step in steps(module, [function]):
        if isinstance(step.node, ast.Call) and (symbol := _constructed(step, module, owner)):
            place = module.at(step.node)
            yield Construction(function.name, symbol, place, step.node in returned)


def _constructed(step: Step, module: ParsedModule, owner: ClassDefinition | None) -> str | None:
    assert isinstance(step.node, ast.Call)
    match step.node.func:
        case ast.Name("cls") | ast.Call(ast.Name("type"), [ast.Name("self")]) if owner is not None:
            return owner.symbol
        case ast.Name(name) if owner is not None and name == owner.name:
            if step.scope.home_of(name) is owner.scope:
                return owner.symbol
    return module.class_named(step.node.func, step.scope)


def handed_on(definition: ClassDefinition) -> tuple[HandedOn, ...]:
    """The functions of this tree whose result the class's methods return, in source order."""
    module = definition.module
    found: list[HandedOn] = []
    for name, node in definition.methods().items():
        returned = set(handed_out(node))
        for step in steps(module, [node]):
            if isinstance(step.node, ast.Call) and step.node in returned:
                resolution = module.resolve(step.node.func, step.scope)
                if resolution and module.index.function_of(resolution.canonical):
                    found.append(HandedOn(name, resolution.canonical, module.at(step.node)))
    return tuple(found)


def handed_out(function: FunctionNode) -> Iterator[ast.expr]:
    """The calls whose value is returned or yielded, by way of a local name too."""
    names: set[str] = set()
    for node in _own_nodes(function):
        match node:
            case ast.Return(value) | ast.Yield(value) if value is not None:
                names |= {value.id} if isinstance(value, ast.Name) else set()
                yield from _calls_of(value)
    for node in _own_nodes(function):
        match node:
            case ast.Assign([ast.Name(name)], value) if name in names:
                yield from _calls_of(value)


def _calls_of(value: ast.expr) -> Iterator[ast.expr]:
    match value:
        case ast.Await(inner):
            yield from _calls_of(inner)
        case ast.IfExp(_, body, other):
            yield from (*_calls_of(body), *_calls_of(other))
        case ast.BoolOp(values=values):
            for each in values:
                yield from _calls_of(each)
        case ast.Call():
            yield value


def _own_nodes(function: FunctionNode) -> Iterator[ast.AST]:
    waiting: list[ast.AST] = list(reversed(function.body))
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, (FunctionNode, ast.Lambda, ast.ClassDef)):
            waiting += reversed(list(ast.iter_child_nodes(node)))


def returned_classes(function: FunctionNode, module: ParsedModule, scope: Scope) -> tuple[str, ...]:
    """The classes of this tree that the return annotation names."""
    return classes_in(function.returns, module, scope)


def emissions(definition: ClassDefinition, every: Sequence[Step], channels: Channels) -> tuple[Emission, ...]:
    """Every call of an event method, and of any method of a channel; not of the class's own methods."""
    own = definition.methods()
    found: list[Emission] = []
    for step in every:
        match step.node:
            case ast.Call(ast.Attribute(receiver, called)):
                text = dotted_text(receiver) or unparse(receiver)
                is_own = text in ("self", "cls", definition.name) and called in own
                channel = _channel(text, channels.objects)
                if not is_own and (channel or _fits(called.lstrip("_"), channels.emitters)):
                    place = step.writer.location
                    found.append(Emission(step.writer.function, text, called, place, channel))
    return tuple(found)


def _channel(receiver: str, patterns: Sequence[str]) -> str | None:
    last = receiver.rpartition(".")[2]
    return next((each for each in patterns if fnmatchcase(last, each)), None)


def _fits(name: str, patterns: Sequence[str]) -> bool:
    return any(fnmatchcase(name, each) for each in patterns)


def type_tests(definition: ClassDefinition, every: Sequence[Step]) -> tuple[TypeTest, ...]:
    """The classes of this tree that the methods test objects against."""
    found: list[TypeTest] = []
    for step in every:
        match step.node:
            case ast.Call(ast.Name("isinstance"), [_, tested]):
                named = classes_in(tested, definition.module, step.scope)
                writer = step.writer
                found += [TypeTest(writer.function, symbol, writer.location) for symbol in named]
    return tuple(found)
