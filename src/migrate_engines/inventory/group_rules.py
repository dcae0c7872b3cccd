"""One rule for each group: the evidence that a class belongs to it, or nothing."""

import builtins
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from msgspec import Struct

from migrate_engines.facts.classes import ClassFacts
from migrate_engines.facts.delegation import Forward, Held, Origin
from migrate_engines.facts.methods import Method
from migrate_engines.inventory.interface import shared_methods
from migrate_engines.inventory.wording import count, last, listed, share

Evidence: TypeAlias = tuple[str, ...]

_FACTORY_WORDS = frozenset(["Factory", "Builder", "Provider", "Creator"])
_ADAPTER_WORDS = frozenset(["Adapter", "Wrapper", "Proxy", "Decorator", "Facade"])
_EXTENSION_WORDS = frozenset(["Extension", "Extensions", "Mixin"])
_VALUE_BASES = frozenset(
    ["Enum", "IntEnum", "StrEnum", "Flag", "IntFlag", "NamedTuple", "TypedDict", "BaseModel"]
)


class Surroundings(Struct, frozen=True):
    """What a class is judged against.

    Attributes:
        implementations: every class of the inventory by symbol.
        canonical: the facts of the canonical class.
        primary: symbols that the settings name.
        specialised: words that mark a domain of their own.
        declared: the codemods that retire a symbol.
        makers: functions that hand out implementations, with what they make.
        left: symbols that the codemods leave alone, and why.
    """

    implementations: Mapping[str, ClassFacts]
    canonical: ClassFacts | None
    primary: frozenset[str]
    specialised: tuple[str, ...]
    declared: Mapping[str, tuple[str, ...]]
    makers: Mapping[str, tuple[str, ...]]
    left: Mapping[str, str]


def primary(facts: ClassFacts, around: Surroundings) -> Evidence:
    if around.canonical is not None and facts.symbol == around.canonical.symbol:
        return ("it is the canonical class",)
    return ("the settings name it as primary",) if facts.symbol in around.primary else ()


def error(facts: ClassFacts, around: Surroundings) -> Evidence:
    raised = next((each for each in facts.lineage.outside if _is_exception(each)), None)
    return (f"derives from {last(raised)}",) if raised else ()


def _is_exception(symbol: str) -> bool:
    found = getattr(builtins, last(symbol), None) if symbol.startswith("builtins.") else None
    if found is not None:
        return isinstance(found, type) and issubclass(found, BaseException)
    return last(symbol).endswith(("Error", "Exception"))


def interface(facts: ClassFacts, around: Surroundings) -> Evidence:
    if any(last(base) == "Protocol" for base in facts.lineage.bases):
        return ("it is a protocol",)
    abstract = [each.name for each in facts.methods if each.is_abstract]
    if not abstract:
        return ()
    return (f"{share(len(abstract), len(facts.methods), 'method', 'are')} abstract: {listed(abstract)}",)


def data(facts: ClassFacts, around: Surroundings) -> Evidence:
    base = next((each for each in facts.lineage.outside if last(each) in _VALUE_BASES), None)
    if base:
        return (f"derives from {last(base)}",)
    if facts.holds_values_only:
        return ("it holds values only: nothing is called on them, and no method changes them",)
    return ()


def factory(facts: ClassFacts, around: Surroundings) -> Evidence:
    public = _own_public(facts)
    built = dict(_built(facts, around))
    building = [each.name for each in public if each.name in built]
    is_named = bool(_words(facts.name)) and _words(facts.name)[-1] in _FACTORY_WORDS
    if building and (is_named or 2 * len(building) >= len(public)):
        told = ", ".join(built[name] for name in building)
        return (f"{share(len(building), len(public), 'public method', 'hand')} out implementations: {told}",)
    if not is_named:
        return ()
    empty = [each.name for each in public if each.is_empty]
    if empty:
        verb = "is" if len(empty) == 1 else "are"
        return (f"named a factory, but builds nothing: {listed(empty)} {verb} not implemented",)
    base = next((each for each in facts.lineage.known if each in around.implementations), None)
    return (f"named a factory; what it builds is up to {last(base)}" if base else "named a factory",)


def _built(facts: ClassFacts, around: Surroundings) -> Iterator[tuple[str, str]]:
    """Methods that hand out an implementation other than the class itself, and how that is known."""
    others = around.implementations.keys() - {facts.symbol}
    for handled in facts.handled:
        returned = [each for each in handled.returns if each in others]
        if returned and not _is_empty(facts, handled.method):
            yield handled.method, f"{handled.method} (returns {last(returned[0])})"
    for each in facts.constructions:
        if each.is_returned and each.symbol in others:
            yield each.function, f"{each.function} (builds {last(each.symbol)}, line {each.location.line})"
    for call in facts.handed_on:
        if any(each in others for each in around.makers.get(call.callee, ())):
            yield call.function, f"{call.function} (returns what {last(call.callee)} makes)"


def _is_empty(facts: ClassFacts, method: str) -> bool:
    return any(each.is_empty for each in facts.methods if each.name == method)


def specialised(facts: ClassFacts, around: Surroundings) -> Evidence:
    for word in around.specialised:
        if word not in _words(facts.name):
            continue
        speaking = [each.name for each in facts.public_methods() if _speaks_of(word, each)]
        if speaking:
            verb = "deals" if len(speaking) == 1 else "deal"
            return (f"`{word}` is part of its name, and {listed(speaking)} {verb} with it",)
    return ()


def _speaks_of(word: str, method: Method) -> bool:
    names = [method.name, *(each.name for each in method.signature.parameters)]
    return any(word.lower() in name.lower().split("_") for name in names)


def adapter(facts: ClassFacts, around: Surroundings) -> Evidence:
    delegation = facts.delegation
    whole = len(delegation.considered)
    is_named = bool(set(_words(facts.name)) & _ADAPTER_WORDS)
    for held in delegation.held:
        forwards = delegation.to(held.attribute)
        same = sum(each.called == each.method for each in forwards)
        if not _is_implementation(held, forwards, facts, around) and 2 * same < whole:
            continue
        named = [each for each in forwards if each.called != "*"]
        told = f"{share(len(named), whole, 'method', 'forward')} to {held.attribute}"
        if len(named) < len(forwards):
            return (f"__getattr__ forwards every other name to {held.attribute}", told)
        if named and 2 * len(named) >= whole:
            return (told, _pure(named))
        if named and is_named:
            return (f"named an adapter; {told}, the others hold logic", _pure(named))
    return ()


def _pure(forwards: Sequence[Forward]) -> str:
    pure = sum(each.is_pure for each in forwards)
    return f"{pure} of these {len(forwards)} {'does' if pure == 1 else 'do'} only that"


def _is_implementation(
    held: Held, forwards: Sequence[Forward], facts: ClassFacts, around: Surroundings
) -> bool:
    """By its type; or, where that is unknown, by what is called on it: methods that implementations have."""
    if held.types:
        return any(each in around.implementations for each in held.types)
    others = (each for symbol, each in around.implementations.items() if symbol != facts.symbol)
    known = {method.name for other in others for method in other.public_methods()}
    called = [each.called in known or each.called == "*" for each in forwards]
    return held.origin is Origin.GIVEN and 2 * sum(called) >= len(called) > 0


def redirect(facts: ClassFacts, around: Surroundings) -> Evidence:
    base = next((each for each in facts.lineage.known if each in around.implementations), None)
    passes_up = bool(facts.methods) and all(each.is_passed_up for each in facts.methods)
    if base and (facts.is_empty or passes_up):
        return (f"adds nothing to {last(base)}, which it derives from",)
    return ()


def extension(facts: ClassFacts, around: Surroundings) -> Evidence:
    others = around.implementations.keys() - {facts.symbol}
    is_named = bool(set(_words(facts.name)) & _EXTENSION_WORDS)
    if any(each in others for each in facts.lineage.known) and not is_named:
        return ()
    public = _own_public(facts)
    dealing = {
        name: told for name, told in _dealings(facts, others) if any(each.name == name for each in public)
    }
    if dealing and 2 * len(dealing) >= len(public):
        told = ", ".join(dealing.values())
        return (f"{share(len(dealing), len(public), 'public method', 'deal')} with implementations: {told}",)
    return ("named an extension",) if is_named else ()


def _dealings(facts: ClassFacts, others: set[str]) -> Iterator[tuple[str, str]]:
    """Methods that take or test implementations, and how that is known."""
    for test in facts.type_tests:
        if test.symbol in others:
            yield test.function, f"{test.function} tests for {last(test.symbol)}"
    for handled in facts.handled:
        taken = [each for each in handled.takes if each in others]
        if taken:
            yield handled.method, f"{handled.method} takes {last(taken[0])}"


def left_alone(facts: ClassFacts, around: Surroundings) -> Evidence:
    why = around.left.get(facts.symbol)
    return (why,) if why else ()


def informal_interface(facts: ClassFacts, around: Surroundings) -> Evidence:
    if facts.methods and all(each.is_empty for each in facts.methods):
        return (f"none of its {count(len(facts.methods), 'method')} does anything",)
    return ()


def legacy(facts: ClassFacts, around: Surroundings) -> Evidence:
    found: list[str] = []
    if codemods := around.declared.get(facts.symbol):
        found.append(f"retired by the codemod {', '.join(codemods)}")
    if facts.deprecations:
        found.append(f"warns of its own deprecation at {facts.deprecations[0]}")
    statements = sum(len(each.statements) for each in facts.bodies)
    own = f"holds logic of its own: {count(statements, 'statement')} in {count(len(facts.methods), 'method')}"
    if around.canonical is not None:
        same, public = shared_methods(around.canonical, facts), len(facts.public_methods())
        own += f"; {share(same, public, 'public method', 'are')} named as in {around.canonical.name}"
    return (*found, own)


def _own_public(facts: ClassFacts) -> list[Method]:
    return [each for each in facts.methods if each.is_public]


def _words(name: str) -> list[str]:
    """``HTTPToolEngine`` is HTTP, Tool and Engine."""
    return re.findall(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z0-9]+|[A-Z]+", name)
