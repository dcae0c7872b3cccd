"""The class that the others are compared with, and what it takes."""

from difflib import get_close_matches

from migrate_engines.facts.signatures import Comparison, Verdict, compare
from migrate_engines.inventory.found import Found
from migrate_engines.inventory.inventory import Canonical
from migrate_engines.model.problem import InputError, Problem
from migrate_engines.model.rule import Signature


def find_canonical(found: Found) -> Canonical | None:
    """The first candidate that is a class of this tree.

    Raises:
        InputError: the settings name one that is none, or name a primary class that there is not.
    """
    index, plan = found.files.index, found.plan
    _check_names(found)
    for name, source in plan.canonical:
        symbol = index.canonical(name)
        if symbol in found.facts:
            signatures, signature_source = _signatures(found, symbol)
            return Canonical(symbol, source, signatures, signature_source)
    return None


def _check_names(found: Found) -> None:
    settings, known = found.settings.inventory, list(found.facts)
    problems = []
    for key, name in [("canonical", settings.canonical), *(("primary", each) for each in settings.primary)]:
        if name and found.files.index.canonical(name) not in found.facts:
            close = get_close_matches(name, known, 1) or known[:1]
            remedy = f"Did you mean `{close[0]}`?" if close else "Check the patterns and the roots."
            what = f"`{key}`: there is no class {name} among the implementations"
            problems.append(Problem("[tool.migrate-engines.inventory]", 0, what, remedy))
    if problems:
        raise InputError(problems)


def _signatures(found: Found, symbol: str) -> tuple[tuple[Signature, ...], str]:
    plan = found.plan
    if plan.signature is not None:
        return (plan.signature,), "configured"
    shapes = [
        shape
        for name, kept in plan.kept.items()
        if found.files.index.canonical(name) == symbol
        for shape in kept
    ]
    if shapes:
        return tuple(dict.fromkeys(shapes)), "the calls that the codemods keep"
    own = found.facts[symbol].constructor.signature
    return (own,) if own else (), "its constructor"


def compare_with(canonical: Canonical | None, signature: Signature | None) -> Comparison | None:
    """With every shape of the canonical signature: the worst verdict holds."""
    if canonical is None or not canonical.signatures:
        return None
    if signature is None:
        return Comparison(Verdict.UNSEEN)
    compared = [compare(shape, signature) for shape in canonical.signatures]
    differences = dict.fromkeys(each for one in compared for each in one.differences)
    worst = max((each.verdict for each in compared), key=list(Verdict).index)
    return Comparison(worst, tuple(differences))
