"""Whether calls of one signature are calls of another, with the same meaning.

A signature is compatible with a reference when it accepts every call that the reference accepts and each
argument reaches the parameter of the same name. The name of a positional-only parameter is no part of a
call, so it is not compared. ``*args`` and ``**kwargs`` accept an argument, but what becomes of it is not
seen: such a signature is neither compatible nor incompatible.
"""

from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct

from migrate_engines.model.rule import Parameter, ParameterKind, Signature


class Verdict(StrEnum):
    """From the best to the worst."""

    COMPATIBLE = "compatible"
    UNSEEN = "unseen"
    INCOMPATIBLE = "incompatible"


class Difference(Struct, frozen=True):
    """One reason; ``parameter`` is the reference's, or the other signature's own where it asks for more."""

    parameter: str
    text: str
    is_unseen: bool = False


class Comparison(Struct, frozen=True):
    verdict: Verdict
    differences: tuple[Difference, ...] = ()


def compare(reference: Signature, other: Signature) -> Comparison:
    """How ``other`` takes the calls of ``reference``."""
    differences = tuple(_differences(_Shape(reference), _Shape(other)))
    if any(not each.is_unseen for each in differences):
        return Comparison(Verdict.INCOMPATIBLE, differences)
    return Comparison(Verdict.UNSEEN if differences else Verdict.COMPATIBLE, differences)


_BY_POSITION = (ParameterKind.POSITIONAL_ONLY, ParameterKind.POSITIONAL_OR_KEYWORD)


class _Shape:
    """The parameters of a signature by how they are reached."""

    def __init__(self, signature: Signature) -> None:
        parameters = signature.parameters
        self.positional = [each for each in parameters if each.kind in _BY_POSITION]
        self.keyword_only = [each for each in parameters if each.kind is ParameterKind.KEYWORD_ONLY]
        self.rest = next((each for each in parameters if each.kind is ParameterKind.VAR_POSITIONAL), None)
        self.keywords = next((each for each in parameters if each.kind is ParameterKind.VAR_KEYWORD), None)

    def at(self, position: int) -> Parameter | None:
        return self.positional[position] if position < len(self.positional) else None

    def may_fill(self, position: int) -> bool:
        """Whether a call can give an argument there by position."""
        return position < len(self.positional) or self.rest is not None

    def position_of(self, name: str) -> int | None:
        return next((at for at, each in enumerate(self.positional) if each.name == name), None)

    def named(self, name: str) -> Parameter | None:
        every = (*self.positional, *self.keyword_only)
        return next((each for each in every if each.name == name), None)


def _differences(reference: _Shape, other: _Shape) -> Iterator[Difference]:
    for position, parameter in enumerate(reference.positional):
        yield from _by_position(parameter, position, other)
    for parameter in reference.keyword_only:
        yield from _by_keyword(parameter, reference, other)
    if reference.rest and not other.rest:
        yield Difference(reference.rest.name, f"takes no *{reference.rest.name}")
    if reference.keywords and not other.keywords:
        yield Difference(reference.keywords.name, f"takes no **{reference.keywords.name}")
    yield from _asks_for_more(reference, other)


def _by_position(parameter: Parameter, position: int, other: _Shape) -> Iterator[Difference]:
    found, name = other.at(position), parameter.name
    if parameter.kind is ParameterKind.POSITIONAL_ONLY:
        if found is None:
            yield _not_accepted(name, f"takes no argument number {position + 1} ({name})", other.rest)
        else:
            yield from _optional(parameter, found)
        return
    if found is not None and found.name == name:
        if found.kind is ParameterKind.POSITIONAL_ONLY:
            yield Difference(name, f"{name} cannot be given by name")
        yield from _optional(parameter, found)
        return
    yield _elsewhere(parameter, position, found, other)


def _elsewhere(parameter: Parameter, position: int, found: Parameter | None, other: _Shape) -> Difference:
    name = parameter.name
    moved = other.position_of(name)
    if moved is not None:
        return Difference(name, f"{name} is number {moved + 1}, not {position + 1}")
    if other.named(name):
        if found is None and other.rest:
            return Difference(name, f"{name} by position goes to *{other.rest.name}")
        return Difference(name, f"{name} can only be given by name")
    if found is not None:
        return Difference(name, f"no {name}: number {position + 1} is {found.name}")
    if other.keywords and other.rest:
        swallowed = f"{name} goes to *{other.rest.name} or **{other.keywords.name}"
        return Difference(name, swallowed, is_unseen=True)
    return Difference(name, f"no {name}")


def _by_keyword(parameter: Parameter, reference: _Shape, other: _Shape) -> Iterator[Difference]:
    name, found = parameter.name, other.named(parameter.name)
    if found is None:
        yield _not_accepted(name, f"no {name}", other.keywords, "**")
    elif found.kind is ParameterKind.POSITIONAL_ONLY:
        yield Difference(name, f"{name} cannot be given by name")
    elif (position := other.position_of(name)) is not None and reference.may_fill(position):
        yield Difference(name, f"{name} is number {position + 1}, which is given by position")
    else:
        yield from _optional(parameter, found)


def _not_accepted(name: str, text: str, star: Parameter | None, stars: str = "*") -> Difference:
    if star is None:
        return Difference(name, text)
    return Difference(name, f"{name} goes to {stars}{star.name}", is_unseen=True)


def _optional(parameter: Parameter, found: Parameter) -> Iterator[Difference]:
    if parameter.default is not None and found.default is None:
        yield Difference(parameter.name, f"{found.name} is required")


def _asks_for_more(reference: _Shape, other: _Shape) -> Iterator[Difference]:
    """What the other signature requires and is not given, or takes out of ``*args`` and ``**kwargs``."""
    for position, parameter in enumerate(other.positional):
        if _gives(reference, parameter):
            continue
        if position >= len(reference.positional):
            yield from _more(parameter, reference.rest, reference)
        elif reference.keywords and parameter.kind is not ParameterKind.POSITIONAL_ONLY:
            yield _takes_keyword(parameter, reference.keywords)
    for parameter in other.keyword_only:
        if not _gives(reference, parameter):
            yield from _more(parameter, None, reference)


def _more(parameter: Parameter, rest: Parameter | None, reference: _Shape) -> Iterator[Difference]:
    name, keywords = parameter.name, reference.keywords
    if parameter.default is None:
        yield Difference(name, f"also requires {name}")
    elif rest:
        yield Difference(name, f"{name} takes the first of *{rest.name}")
    elif keywords and parameter.kind is not ParameterKind.POSITIONAL_ONLY:
        yield _takes_keyword(parameter, keywords)


def _takes_keyword(parameter: Parameter, keywords: Parameter) -> Difference:
    return Difference(parameter.name, f"{parameter.name} takes one of **{keywords.name}")


def _gives(reference: _Shape, parameter: Parameter) -> bool:
    """Whether the reference gives an argument of that name: a difference about it is told already."""
    found = reference.named(parameter.name)
    return found is not None and found.kind is not ParameterKind.POSITIONAL_ONLY
