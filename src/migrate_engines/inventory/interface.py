"""How the public methods of a class differ from those of the canonical class."""

from collections.abc import Iterator

from migrate_engines.facts.classes import ClassFacts
from migrate_engines.facts.methods import Method, MethodKind
from migrate_engines.facts.signatures import Verdict, compare
from migrate_engines.inventory.entry import MethodChange, MethodDifference


def compare_methods(canonical: ClassFacts, other: ClassFacts) -> tuple[MethodDifference, ...]:
    """Missing ones first, then those that differ, then those that only ``other`` has."""
    reference = {each.name: each for each in canonical.public_methods()}
    own = {each.name: each for each in other.public_methods()}
    found = [_missing(each) for name, each in reference.items() if name not in own]
    for name, each in own.items():
        if name in reference:
            found += _differences(reference[name], each)
    found += [_extra(each) for name, each in own.items() if name not in reference]
    return tuple(found)


def shared_methods(canonical: ClassFacts, other: ClassFacts) -> int:
    """How many public method names both have."""
    names = {each.name for each in canonical.public_methods()}
    return sum(each.name in names for each in other.public_methods())


def _missing(method: Method) -> MethodDifference:
    return MethodDifference(MethodChange.MISSING, method.name, f"no {_shown(method)}", None)


def _extra(method: Method) -> MethodDifference:
    return MethodDifference(MethodChange.EXTRA, method.name, _shown(method), method.location)


def _shown(method: Method) -> str:
    if method.kind is MethodKind.PROPERTY:
        return f"property {method.name}"
    return f"{'async ' if method.is_async else ''}{method.name}{method.signature}"


def _differences(reference: Method, other: Method) -> Iterator[MethodDifference]:
    name, place = reference.name, other.location
    kinds = (reference.kind, other.kind)
    if kinds[0] is not kinds[1] and MethodKind.PROPERTY in kinds:
        text = f"a {kinds[1]}, not a {kinds[0]}"
        yield MethodDifference(MethodChange.KIND, name, text, place)
        return
    if reference.is_async is not other.is_async:
        text = "async, not sync" if other.is_async else "sync, not async"
        yield MethodDifference(MethodChange.ASYNC, name, text, place)
    compared = compare(reference.signature, other.signature)
    if compared.verdict is not Verdict.COMPATIBLE:
        reasons = "; ".join(each.text for each in compared.differences)
        yield MethodDifference(MethodChange.SIGNATURE, name, f"{other.signature}: {reasons}", place)
