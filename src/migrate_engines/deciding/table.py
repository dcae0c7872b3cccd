"""The rules of a run, by canonical symbol of the tree they are applied to."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from migrate_engines.finding.wanted import Wanted
from migrate_engines.model.rule import (
    CallRewrite,
    CanonicalName,
    Codemod,
    Helper,
    Keep,
    ManualReview,
    Overload,
    Redirect,
    Retirement,
)
from migrate_engines.tree.index import ObjectKind, SymbolIndex


class RedirectedName(Struct, frozen=True):
    """``old`` (``module.Name``) goes to ``target``; both as the rule declares them."""

    codemod: str
    module: str
    old: str
    target: str


class RuleTable(Struct, frozen=True):
    """What the rules say about this tree.

    Attributes:
        overloads: the overloads of each symbol, under the name that the rules declare.
        redirects: by old dotted name.
        retirements: by dotted name of the definition that is to go.
        helpers: by dotted name.
        unfit: what does not fit the tree, by codemod and rule name.
    """

    overloads: dict[str, tuple[Overload, ...]]
    redirects: dict[str, RedirectedName]
    retirements: dict[str, Retirement]
    helpers: dict[str, Helper]
    unfit: dict[tuple[str, str], str]
    wanted: Wanted

    def overloads_of(self, names: Iterable[str]) -> tuple[Overload, ...]:
        """The overloads declared for any of the names that a use passed through on its way.

        So a rule about an old name never speaks of calls that reach the same object by another name.
        """
        found = {id(each): each for name in dict.fromkeys(names) for each in self.overloads.get(name, ())}
        return tuple(found.values())

    def codemod_of(self, names: Iterable[str]) -> str | None:
        """The codemod that first speaks of one of the names."""
        for name in names:
            for overload in self.overloads.get(name, ()):
                if not isinstance(overload, Keep):
                    return overload.codemod
            if name in self.redirects:
                return self.redirects[name].codemod
            if name in self.retirements:
                return self.retirements[name].codemod
        return None

    def codemod_of_module(self, module: str) -> str | None:
        """The codemod that redirects a module."""
        return next((each.codemod for each in self.redirects.values() if each.module == module), None)


def build_table(
    codemods: Sequence[Codemod],
    selected: frozenset[str],
    index: SymbolIndex,
    unfit: dict[tuple[str, str], str] | None = None,
    words: Iterable[str] = (),
    held: frozenset[str] = frozenset(),
) -> RuleTable:
    """Group the rules of the selected codemods by what their symbols mean in this tree.

    ``words`` are aliases to look for besides the words of the rules themselves, ``held`` attributes of
    classes that keep a symbol.
    """
    rules = [rule for codemod in codemods if codemod.name in selected for rule in codemod.rules]
    overloads: dict[str, list[Overload]] = {}
    for rule in rules:
        if isinstance(rule, (CallRewrite, Keep, ManualReview)):
            for symbol in dict.fromkeys(rule.symbols):
                overloads.setdefault(symbol, []).append(rule)
    redirects = {each.old: each for rule in rules if isinstance(rule, Redirect) for each in names_of(rule)}
    retirements = {name: rule for rule in rules if isinstance(rule, Retirement) for name in rule.symbols}
    canonical = {
        index.canonical(rule.target): rule.codemod for rule in rules if isinstance(rule, CanonicalName)
    }
    every_rule = [rule for codemod in codemods for rule in codemod.rules]
    helpers = {rule.symbol: rule for rule in every_rule if isinstance(rule, Helper)}
    return RuleTable(
        {symbol: tuple(found) for symbol, found in overloads.items()},
        redirects,
        retirements,
        helpers,
        unfit or {},
        _wanted(
            overloads,
            redirects.values(),
            retirements,
            {*words, *words_of(codemods, selected)},
            index,
            canonical,
            held,
        ),
    )


def names_of(redirect: Redirect) -> list[RedirectedName]:
    return [
        RedirectedName(redirect.codemod, redirect.module, f"{redirect.module}.{name}", target)
        for name, target in redirect.names
    ]


def _wanted(
    overloads: dict[str, list[Overload]],
    redirects: Iterable[RedirectedName],
    retirements: Iterable[str],
    words: set[str],
    index: SymbolIndex,
    canonical: dict[str, str],
    held: frozenset[str],
) -> Wanted:
    names = list(redirects)
    targets = {index.canonical(each.target) for each in names}
    redirected = {index.canonical(each.old) for each in names} - targets
    kept = {index.canonical(symbol) for symbol, found in overloads.items() if _has_keep(found)}
    own = {symbol for symbol in overloads if _is_own(symbol, index)}
    going = {symbol for symbol in retirements if _is_own(symbol, index)}
    retired = frozenset(map(index.canonical, own)) - kept | redirected | going
    return Wanted(
        frozenset(map(index.canonical, overloads)) | redirected | going | canonical.keys(),
        retired,
        frozenset(each.old for each in names),
        frozenset(each.module for each in names),
        frozenset(shortest(words)),
        canonical,
        held,
        {home: each for each in sorted(retired) if (home := index.modules.split(each)[0])},
    )


def _has_keep(overloads: Iterable[Overload]) -> bool:
    return any(isinstance(each, Keep) for each in overloads)


def _is_own(symbol: str, index: SymbolIndex) -> bool:
    """Whether the name is no mere alias: uses of the object under its other names are not its business."""
    resolution = index.resolve(symbol)
    return resolution.canonical == symbol or resolution.kind is ObjectKind.ATTRIBUTE


def words_of(codemods: Sequence[Codemod], selected: frozenset[str]) -> set[str]:
    """Words one of which every file holds that refers to a rule's symbol by a name of its own.

    A method is only reached through its class, and a class through its name or its module's.
    """
    words: set[str] = set()
    for codemod in codemods:
        for rule in codemod.rules if codemod.name in selected else ():
            if isinstance(rule, (CallRewrite, Keep, ManualReview)):
                words.update(_word(symbol) for symbol in rule.symbols)
            elif isinstance(rule, CanonicalName):
                words.add(_word(rule.target))
            elif isinstance(rule, Retirement):
                words.update(_word(symbol) for symbol in rule.symbols)
                words.update(symbol.split(".")[-2] for symbol in rule.symbols)
            elif isinstance(rule, Redirect):
                words.add(rule.module.rpartition(".")[2])
                words.update(name for name, _ in rule.names)
    return words


def shortest(words: Iterable[str]) -> list[str]:
    """The words that are found wherever a longer one is, without the longer ones."""
    kept: list[str] = []
    for word in sorted(set(words), key=lambda each: (len(each), each)):
        if not any(shorter in word for shorter in kept):
            kept.append(word)
    return kept


def _word(symbol: str) -> str:
    parts = symbol.split(".")
    for part in parts:
        if part[:1].isupper():
            return part
    return parts[-1]
