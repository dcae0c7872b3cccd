"""Mistakes of codemods that only their whole set, or the target tree, can show."""

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path

from migrate_engines.deciding.binding import Answer, CallShape, bind, shape_of
from migrate_engines.deciding.fit import unfit_rules
from migrate_engines.deciding.table import RuleTable, build_table
from migrate_engines.finding.names import is_none
from migrate_engines.model.problem import Problem
from migrate_engines.model.rule import (
    CallRewrite,
    Codemod,
    Evidence,
    Helper,
    Keep,
    NoneEvidence,
    Overload,
    Parameter,
    ParameterKind,
)
from migrate_engines.settings import Settings
from migrate_engines.tree.index import SymbolIndex
from migrate_engines.tree.open import open_index
from migrate_engines.tree.summary import dotted_text


def lint_codemods(settings: Settings, codemods: Sequence[Codemod]) -> list[Problem]:
    """Every problem of the codemods on the tree at the settings' root, sorted."""
    index = open_index(settings)
    table = build_table(codemods, frozenset(codemod.name for codemod in codemods), index)
    paths = {codemod.name: codemod.path for codemod in codemods}
    overloads = _by_object(table, index)
    problems = [*_unfit(codemods, index, paths), *_unkept(overloads, codemods, index, paths)]
    problems += _overlaps(overloads, paths)
    problems += _without_cases(codemods, settings)
    return sorted(set(problems))


def _unfit(codemods: Sequence[Codemod], index: SymbolIndex, paths: dict[str, str]) -> Iterator[Problem]:
    lines = {
        (rule.codemod, rule.name): rule.line
        for codemod in codemods
        for rule in codemod.rules
        if isinstance(rule, (CallRewrite, Helper))
    }
    for (codemod, name), told in unfit_rules(codemods, index).items():
        yield Problem(
            paths[codemod],
            lines[(codemod, name)],
            f"{name} does not fit this tree: {told}",
            "Change the rule to the tree's own signature; until then its uses are reported, not rewritten",
        )


def _by_object(table: RuleTable, index: SymbolIndex) -> dict[str, tuple[Overload, ...]]:
    """The overloads of each object, whichever of its names the rules declare."""
    found: dict[str, dict[int, Overload]] = {}
    for symbol, overloads in table.overloads.items():
        found.setdefault(index.canonical(symbol), {}).update({id(each): each for each in overloads})
    return {symbol: tuple(each.values()) for symbol, each in found.items()}


def _unkept(
    overloads: dict[str, tuple[Overload, ...]],
    codemods: Sequence[Codemod],
    index: SymbolIndex,
    paths: dict[str, str],
) -> Iterator[Problem]:
    """What a rule produces must match a keep where its symbol is itself rewritten."""
    for codemod in codemods:
        for rule in codemod.rules:
            if isinstance(rule, CallRewrite) and (symbol := _rewritten_again(rule, overloads, index)):
                yield Problem(
                    paths[codemod.name],
                    rule.line,
                    f"what {rule.name} produces is itself rewritten, or matches no @keep of {symbol}",
                    "Add a @keep with the signature of the call that the rule returns",
                )


def _rewritten_again(
    rule: CallRewrite, overloads: dict[str, tuple[Overload, ...]], index: SymbolIndex
) -> str | None:
    """The first symbol that the template calls in a way that is not simply kept."""
    names = dict(rule.template.names)
    texts = (*rule.template.statements, f"({rule.template.expression})")
    for call in (node for text in texts for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)):
        root, _, rest = (dotted_text(call.func) or "").partition(".")
        symbol = index.canonical(f"{names[root]}.{rest}" if rest else names[root]) if root in names else ""
        if symbol not in overloads:
            continue
        fitting = [each for each in overloads[symbol] if _may_accept(each, shape_of(call))]
        if not fitting or not all(isinstance(each, Keep) for each in fitting):
            return symbol
    return None


def _may_accept(overload: Overload, shape: CallShape) -> bool:
    """Whether evidence alone could make the overload accept the call; ``None`` is decided by the syntax."""
    binding = bind(shape, overload.signature)
    for each in overload.signature.parameters:
        value = binding.arguments.get(each.name)
        if each.evidence is NoneEvidence.NONE and isinstance(value, ast.expr) and not is_none(value):
            return False
    return binding.answer > Answer.NO


def _overlaps(by_object: dict[str, tuple[Overload, ...]], paths: dict[str, str]) -> Iterator[Problem]:
    """Two overloads that one call satisfies without evidence: the later one could never be told apart."""
    for symbol, overloads in by_object.items():
        for position, later in enumerate(overloads):
            for earlier in overloads[:position]:
                if shape := _shared_shape(earlier, later):
                    yield Problem(
                        paths[later.codemod],
                        later.line,
                        f"{later.name} is not reachable: {earlier.name} also accepts {symbol}({shape})",
                        "Make the signatures differ, or ask for evidence with an annotation",
                    )


def _shared_shape(first: Overload, second: Overload) -> str | None:
    if first.is_async is not second.is_async:
        return None
    for call in [*_calls(first), *_calls(second)]:
        shape = shape_of(call)
        asked = [_asked(each, shape) for each in (first, second)]
        if asked[0] is not None and asked[0] == asked[1]:
            return ast.unparse(call).removeprefix("_(").removesuffix(")")
    return None


def _asked(overload: Overload, shape: CallShape) -> set[tuple[str, Evidence]] | None:
    """The evidence that the overload would ask of each argument; None where it does not accept the call."""
    binding = bind(shape, overload.signature)
    if binding.answer is not Answer.YES:
        return None
    found: set[tuple[str, Evidence]] = set()
    for each in overload.signature.parameters:
        value = binding.arguments.get(each.name)
        if each.evidence is not None and (value is not None or each.evidence is NoneEvidence.NONE):
            found.add((ast.unparse(value) if isinstance(value, ast.expr) else "", each.evidence))
    return found


def _calls(overload: Overload) -> Iterator[ast.Call]:
    """Calls that the overload accepts: positional and by keyword, with and without its defaults."""
    parameters = [each for each in overload.signature.parameters if each.kind in _PLAIN]
    for chosen in (parameters, [each for each in parameters if each.default is None]):
        for by_name in (False, True):
            yield _call(chosen, by_name)


def _call(parameters: Sequence[Parameter], by_name: bool) -> ast.Call:
    call = ast.Call(ast.Name("_", ast.Load()), [], [])
    for parameter in parameters:
        value = ast.Name(parameter.name, ast.Load())
        is_named = parameter.kind is ParameterKind.KEYWORD_ONLY or (
            by_name and parameter.kind is not ParameterKind.POSITIONAL_ONLY
        )
        if is_named:
            call.keywords.append(ast.keyword(parameter.name, value))
        else:
            call.args.append(value)
    return ast.fix_missing_locations(call)


_PLAIN = (ParameterKind.POSITIONAL_ONLY, ParameterKind.POSITIONAL_OR_KEYWORD, ParameterKind.KEYWORD_ONLY)


def _without_cases(codemods: Sequence[Codemod], settings: Settings) -> Iterator[Problem]:
    for codemod in codemods:
        golden = golden_folder(codemod, settings)
        if golden.is_dir() and not any((golden / codemod.name).glob("*.md")):
            yield Problem(
                codemod.path,
                0,
                "the codemod has no golden cases",
                f"Write one that is rewritten and one that is left alone in {golden.name}/{codemod.name}/",
            )


def golden_folder(codemod: Codemod, settings: Settings) -> Path:
    """The golden cases of a codemod: the configured folder, or the one beside the codemods' own folder."""
    beside = Path(codemod.path).resolve().parent.parent / "golden"
    return beside if beside.is_dir() and not settings.codemods else settings.root / settings.golden
