"""What to look for, from the settings and the codemods."""

import ast
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from migrate_engines.inventory.patterns import NamePatterns, name_patterns, patterns_for
from migrate_engines.model.problem import InputError, Problem
from migrate_engines.model.rule import (
    CallRewrite,
    Codemod,
    Keep,
    Leave,
    ManualReview,
    Redirect,
    Retirement,
    Signature,
)
from migrate_engines.settings import InventorySettings
from migrate_engines.tree.parameters import signature_of

_TABLE = "[tool.migrate-engines.inventory]"


class Plan(Struct, frozen=True):
    """
    Attributes:
        declared: the codemods that speak of a symbol, by its dotted name as they write it.
        canonical: candidates for the canonical class, the likeliest first, each with its source.
        signature: what the canonical class takes, if the settings say so.
        kept: the shapes that the codemods keep, by symbol.
        left: what the codemods leave alone, with the sentence that says why.
    """

    patterns: NamePatterns
    declared: dict[str, tuple[str, ...]]
    canonical: tuple[tuple[str, str], ...]
    signature: Signature | None
    kept: dict[str, tuple[Signature, ...]]
    left: dict[str, str]


def make_plan(settings: InventorySettings, codemods: Sequence[Codemod]) -> Plan:
    """
    Raises:
        InputError: there is nothing to look for, or a setting cannot be used.
    """
    names = settings.patterns or patterns_for(name for each in codemods for name in _telling(each))
    if not names:
        remedy = 'Write `patterns = ["*ExecutionEngine*"]` there, or name the codemods.'
        raise InputError([Problem(_TABLE, 0, "There is nothing to look for", remedy)])
    patterns = name_patterns(names)
    left = _left(codemods)
    codemods = [each for each in codemods if _is_concerned(each, patterns)]
    return Plan(
        patterns,
        _declared(codemods),
        tuple(_canonical(settings, codemods)),
        _signature(settings),
        _kept(codemods),
        left,
    )


def concerned(settings: InventorySettings, codemods: Sequence[Codemod]) -> tuple[Codemod, ...]:
    """The codemods of the consolidation that the patterns are about; all where the settings have none."""
    patterns = name_patterns(settings.patterns) if settings.patterns else None
    return tuple(each for each in codemods if patterns is None or _is_concerned(each, patterns))


def _left(codemods: Sequence[Codemod]) -> dict[str, str]:
    rules = [rule for each in codemods for rule in each.rules if isinstance(rule, Leave)]
    return {symbol: f"{rule.because} (codemod {rule.codemod})" for rule in rules for symbol in rule.symbols}


def _names(codemod: Codemod) -> Iterator[str]:
    """Every dotted name that the codemod retires or leads to."""
    yield from _declared([codemod])
    yield from (target for _, old, target in _redirects([codemod]) if _last(old) != _last(target))


def _telling(codemod: Codemod) -> Iterator[str]:
    """The names that say what is sought: not those that only take another path, nor what nothing succeeds."""
    beside = {
        symbol
        for rule in codemod.rules
        if isinstance(rule, Retirement) and rule.successor is None
        for symbol in rule.symbols
    }
    moved = {old for _, old, target in _redirects([codemod]) if _last(old) == _last(target)}
    yield from (name for name in _names(codemod) if name not in beside | moved)


def _last(symbol: str) -> str:
    return symbol.rpartition(".")[2]


def _is_concerned(codemod: Codemod, patterns: NamePatterns) -> bool:
    """Whether the codemod is of the consolidation that the patterns are about, and of no other."""
    return any(patterns.match_loosely(part) for name in _names(codemod) for part in name.split("."))


def _declared(codemods: Sequence[Codemod]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for codemod in codemods:
        for rule in codemod.rules:
            if isinstance(rule, (CallRewrite, ManualReview, Retirement)):
                for symbol in rule.symbols:
                    found.setdefault(symbol, {})[codemod.name] = None
    for name, old, _ in _redirects(codemods):
        found.setdefault(old, {})[name] = None
    return {symbol: tuple(names) for symbol, names in found.items()}


def _redirects(codemods: Sequence[Codemod]) -> Iterator[tuple[str, str, str]]:
    """Codemod, old dotted name, target."""
    for codemod in codemods:
        for rule in codemod.rules:
            if isinstance(rule, Redirect):
                for name, target in rule.names:
                    yield codemod.name, f"{rule.module}.{name}", target


def _kept(codemods: Sequence[Codemod]) -> dict[str, tuple[Signature, ...]]:
    found: dict[str, dict[Signature, None]] = {}
    for codemod in codemods:
        for rule in codemod.rules:
            if isinstance(rule, Keep) and not rule.is_async:
                for symbol in rule.symbols:
                    found.setdefault(symbol, {})[_without_evidence(rule.signature)] = None
    return {symbol: tuple(signatures) for symbol, signatures in found.items()}


def _without_evidence(signature: Signature) -> Signature:
    return Signature(tuple(replace(each, evidence=None) for each in signature.parameters))


def _canonical(settings: InventorySettings, codemods: Sequence[Codemod]) -> Iterator[tuple[str, str]]:
    if settings.canonical:
        yield settings.canonical, "configured"
        return
    counted: Counter[str] = Counter(target for _, _, target in _redirects(codemods))
    for symbol in _kept(codemods):
        counted[symbol] += 1
    for symbol, _ in sorted(counted.items(), key=lambda each: (-each[1], each[0])):
        if symbol.rpartition(".")[2][:1].isupper():
            yield symbol, "what most redirects and kept calls of the codemods lead to"


def _signature(settings: InventorySettings) -> Signature | None:
    if not settings.signature:
        return None
    try:
        parsed = ast.parse(f"def _{settings.signature}: ...").body
    except SyntaxError as error:
        raise _unreadable(settings) from error
    match parsed:
        case [ast.FunctionDef(args=arguments)]:
            return signature_of(arguments, drop_first=False)
    raise _unreadable(settings)


def _unreadable(settings: InventorySettings) -> InputError:
    what = f"`signature` cannot be read: {settings.signature!r}"
    return InputError([Problem(_TABLE, 0, what, 'Write `signature = "(context, agent_factory)"`.')])
