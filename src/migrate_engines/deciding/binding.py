"""Does a call bind a signature? Python's own rules, with three answers."""

import ast
from collections.abc import Mapping
from enum import IntEnum
from typing import TypeAlias

from msgspec import Struct, field

from migrate_engines.model.rule import ParameterKind, Signature


class Answer(IntEnum):
    NO = 0
    UNKNOWN = 1
    YES = 2


class CallShape(Struct, frozen=True):
    """The arguments of a call, literal unpackings (``*[a, b]``, ``**{"x": y}``) written out.

    ``stars`` are unpackings whose number or names are not known, in source order with their position
    among ``positional``.
    """

    positional: tuple[ast.expr, ...]
    keywords: tuple[tuple[str, ast.expr], ...]
    stars: tuple[tuple[int, ast.expr], ...] = ()
    double_stars: tuple[ast.expr, ...] = ()

    @property
    def is_open(self) -> bool:
        return bool(self.stars or self.double_stars)


Bound: TypeAlias = ast.expr | tuple[ast.expr, ...] | tuple[ast.keyword, ...] | None


class Binding(Struct, frozen=True):
    """``arguments`` maps every parameter to its argument; None where its default applies.

    Variadic parameters map to tuples: of expressions, or of keywords.
    """

    answer: Answer
    arguments: Mapping[str, Bound] = field(default_factory=dict)
    why: str = ""


def shape_of(call: ast.Call) -> CallShape:
    positional: list[ast.expr] = []
    keywords: list[tuple[str, ast.expr]] = []
    stars: list[tuple[int, ast.expr]] = []
    double_stars: list[ast.expr] = []
    first_keyword = min(((each.value.lineno, each.value.col_offset) for each in call.keywords), default=None)
    for argument in call.args:
        comes_late = first_keyword is not None and (argument.lineno, argument.col_offset) > first_keyword
        match argument:
            case ast.Starred(value) if comes_late:  # evaluated before the keywords that precede it
                stars.append((len(positional), value))
            case ast.Starred(ast.List(elements) | ast.Tuple(elements)) if not _has_star(elements):
                positional += elements
            case ast.Starred(value):
                stars.append((len(positional), value))
            case _:
                positional.append(argument)
    for keyword in call.keywords:
        match keyword:
            case ast.keyword(None, ast.Dict(keys, values)) if (names := _literal_names(keys)) is not None:
                keywords += zip(names, values, strict=True)
            case ast.keyword(None, value):
                double_stars.append(value)
            case ast.keyword(str(name), value):
                keywords.append((name, value))
    return CallShape(tuple(positional), tuple(keywords), tuple(stars), tuple(double_stars))


def _has_star(elements: list[ast.expr]) -> bool:
    return any(isinstance(element, ast.Starred) for element in elements)


def _literal_names(keys: list[ast.expr | None]) -> list[str] | None:
    names = [key.value for key in keys if isinstance(key, ast.Constant) and isinstance(key.value, str)]
    return names if len(names) == len(keys) else None


def bind(shape: CallShape, signature: Signature) -> Binding:
    """Bind as ``inspect.Signature.bind`` would; UNKNOWN where unpacked arguments could decide."""
    if shape.is_open:
        return _bind_unpacked(shape, signature)
    return _bind_plain(shape, signature)


def _bind_plain(shape: CallShape, signature: Signature) -> Binding:
    arguments: dict[str, Bound] = {}
    waiting = list(shape.positional)
    for parameter in signature.parameters:
        if parameter.kind is ParameterKind.VAR_POSITIONAL:
            arguments[parameter.name], waiting = tuple(waiting), []
        elif parameter.kind in _POSITIONAL and waiting:
            arguments[parameter.name] = waiting.pop(0)
    if waiting:
        return Binding(Answer.NO, why=f"takes {_most(signature)} positional arguments, not {_given(shape)}")
    names = {each.name for each in signature.parameters if each.kind in _BY_NAME}
    rest = next((each.name for each in signature.parameters if each.kind is ParameterKind.VAR_KEYWORD), None)
    others: list[ast.keyword] = []
    for name, value in shape.keywords:
        if name in arguments and name in names:
            return Binding(Answer.NO, why=f"{name} is given twice")
        if name in names:
            arguments[name] = value
        elif rest is None:
            return Binding(Answer.NO, why=f"has no parameter {name}")
        else:
            others.append(ast.keyword(name, value))
    if rest is not None:
        arguments[rest] = tuple(others)
    return _with_defaults(signature, arguments)


def _with_defaults(signature: Signature, arguments: dict[str, Bound]) -> Binding:
    for parameter in signature.parameters:
        if parameter.name in arguments:
            continue
        if parameter.kind in (ParameterKind.VAR_POSITIONAL, ParameterKind.VAR_KEYWORD):
            arguments[parameter.name] = ()
        elif parameter.default is None:
            return Binding(Answer.NO, why=f"{parameter.name} is missing")
        else:
            arguments[parameter.name] = None
    return Binding(Answer.YES, arguments)


def _bind_unpacked(shape: CallShape, signature: Signature) -> Binding:
    """What is visible can refute (too many positionals, an unknown keyword), or leave only the same tail."""
    if (tail := _same_tail(shape, signature)) is not None:
        return tail
    parameters = signature.parameters
    if len(shape.positional) > sum(each.kind in _POSITIONAL for each in parameters) and not any(
        each.kind is ParameterKind.VAR_POSITIONAL for each in parameters
    ):
        return Binding(Answer.NO, why="takes fewer positional arguments")
    names = {each.name for each in parameters if each.kind in _BY_NAME}
    has_rest = any(each.kind is ParameterKind.VAR_KEYWORD for each in parameters)
    for name, _ in shape.keywords:
        if name not in names and not has_rest:
            return Binding(Answer.NO, why=f"has no parameter {name}")
    return Binding(Answer.UNKNOWN, why="arguments are unpacked")


def _same_tail(shape: CallShape, signature: Signature) -> Binding | None:
    """``f(a, *rest)`` for ``def f(a, *rest)``: what is unpacked can only go to the variadic parameters."""
    positional = [each for each in signature.parameters if each.kind in _POSITIONAL]
    rest = [each.name for each in signature.parameters if each.kind is ParameterKind.VAR_POSITIONAL]
    first_star = min((position for position, _ in shape.stars), default=0)
    if shape.double_stars or not rest or first_star < len(positional):
        return None
    bound = _bind_plain(CallShape(shape.positional, shape.keywords), signature)
    if bound.answer is not Answer.YES:
        return None
    tail = list(shape.positional[len(positional) :])
    for position, value in reversed(shape.stars):
        star = ast.copy_location(ast.Starred(value, ast.Load()), value)
        tail.insert(position - len(positional), star)
    return Binding(Answer.YES, {**bound.arguments, rest[0]: tuple(tail)})


def _most(signature: Signature) -> int:
    return sum(each.kind in _POSITIONAL for each in signature.parameters)


def _given(shape: CallShape) -> int:
    return len(shape.positional)


_POSITIONAL = (ParameterKind.POSITIONAL_ONLY, ParameterKind.POSITIONAL_OR_KEYWORD)
_BY_NAME = (ParameterKind.POSITIONAL_OR_KEYWORD, ParameterKind.KEYWORD_ONLY)
