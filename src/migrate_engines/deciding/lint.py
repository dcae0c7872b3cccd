"""Mistakes of codemods that only their whole set, or the target tree, can show."""

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path

from migrate_engines.deciding.binding import Answer, CallShape, bind, shape_of
from migrate_engines.deciding.fit import unfit_rules
from migrate_engines.deciding.table import RuleTable, build_table
from migrate_engines.model.problem import Problem
from migrate_engines.model.rule import (
    CallRewrite,
    Codemod,
    Helper,
    Keep,
    Overload,
    Parameter,
    ParameterKind,
)
from migrate_engines.settings import Settings
from migrate_engines.tree.index import SymbolIndex
from migrate_engines.tree.open import open_index


def lint_codemods(settings: Settings, codemods: Sequence[Codemod]) -> list[Problem]:
    """Every problem of the codemods on the tree at the settings' root, sorted."""
    index = open_index(settings)
    table = build_table(codemods, frozenset(codemod.name for codemod in codemods), index)
    paths = {codemod.name: codemod.path for codemod in codemods}
    problems = [*_unfit(codemods, index, paths), *_unkept(table, codemods, index, paths)]
    problems += _overlaps(table, paths)
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


def _unkept(
    table: RuleTable, codemods: Sequence[Codemod], index: SymbolIndex, paths: dict[str, str]
) -> Iterator[Problem]:
    """What a rule produces must match a keep where its symbol is itself rewritten."""
    for codemod in codemods:
        for rule in codemod.rules:
            if not isinstance(rule, CallRewrite):
                continue
            call = ast.parse(rule.template.expression, mode="eval").body
            symbol = _called_symbol(call, rule, index)
            if symbol not in table.overloads or not isinstance(call, ast.Call):
                continue
            fitting = [
                each
                for each in table.overloads[symbol]
                if bind(shape_of(call), each.signature).answer > Answer.NO
            ]
            if not fitting or not all(isinstance(each, Keep) for each in fitting):
                yield Problem(
                    paths[codemod.name],
                    rule.line,
                    f"what {rule.name} produces is itself rewritten, or matches no @keep of {symbol}",
                    "Add a @keep with the signature of the call that the rule returns",
                )


def _called_symbol(call: ast.expr, rule: CallRewrite, index: SymbolIndex) -> str:
    match call:
        case ast.Call(ast.Name(name)) if dotted := dict(rule.template.names).get(name):
            return index.canonical(dotted)
    return ""


def _overlaps(table: RuleTable, paths: dict[str, str]) -> Iterator[Problem]:
    """Two overloads that one call satisfies without evidence: the later one could never be told apart."""
    for symbol, overloads in table.overloads.items():
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
        if all(_accepts(each, shape) for each in (first, second)):
            return ast.unparse(call).removeprefix("_(").removesuffix(")")
    return None


def _accepts(overload: Overload, shape: CallShape) -> bool:
    """YES without evidence: no annotated parameter has an argument, and none asks for its absence."""
    binding = bind(shape, overload.signature)
    evident = [each.name for each in overload.signature.parameters if each.evidence is not None]
    return binding.answer is Answer.YES and not any(name in binding.arguments for name in evident)


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
    return call


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
