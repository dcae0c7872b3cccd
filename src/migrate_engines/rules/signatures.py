"""The parameters of a function, read as a signature."""

import ast
from collections.abc import Iterator
from typing import TypeAlias

from migrate_engines.model.rule import (
    ClassEvidence,
    Evidence,
    NoneEvidence,
    Parameter,
    ParameterKind,
    Signature,
)
from migrate_engines.rules.names import BUILTINS, Function, RuleFile
from migrate_engines.rules.positions import inline
from migrate_engines.rules.symbols import is_dotted, read_symbol

_VARIADIC = (ParameterKind.VAR_POSITIONAL, ParameterKind.VAR_KEYWORD)
_Declared: TypeAlias = tuple[ast.arg, ParameterKind, ast.expr | None]


def read_legacy_signature(function: Function, file: RuleFile) -> Signature:
    """The signature of what a rule is about; annotations ask for evidence."""
    declared = list(_declared(function.args))
    if declared and declared[0][0].arg in ("self", "cls"):
        first = declared[0][0]
        what = f"`{function.name}` has the parameter `{first.arg}`"
        file.report(first.lineno, what, "Leave it out: a rule states what a caller passes.")
    return Signature(tuple(_parameter(each, _evidence(each[0], each[1], file), file) for each in declared))


def read_helper_signature(function: Function, file: RuleFile) -> Signature:
    """The signature of a helper; its annotations are its own business."""
    return Signature(tuple(_parameter(each, None, file) for each in _declared(function.args)))


def _declared(arguments: ast.arguments) -> Iterator[_Declared]:
    """Every parameter, in order, with its kind and default."""
    positional = [(each, ParameterKind.POSITIONAL_ONLY) for each in arguments.posonlyargs]
    positional += [(each, ParameterKind.POSITIONAL_OR_KEYWORD) for each in arguments.args]
    required = len(positional) - len(arguments.defaults)
    for position, (each, kind) in enumerate(positional):
        yield each, kind, arguments.defaults[position - required] if position >= required else None
    if arguments.vararg:
        yield arguments.vararg, ParameterKind.VAR_POSITIONAL, None
    for each, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        yield each, ParameterKind.KEYWORD_ONLY, default
    if arguments.kwarg:
        yield arguments.kwarg, ParameterKind.VAR_KEYWORD, None


def _parameter(declared: _Declared, evidence: Evidence | None, file: RuleFile) -> Parameter:
    argument, kind, default = declared
    text = None if default is None else inline(default, file.positions)
    return Parameter(argument.arg, kind, text, evidence)


def _evidence(argument: ast.arg, kind: ParameterKind, file: RuleFile) -> Evidence | None:
    match argument.annotation:
        case None:
            return None
        case annotation if kind in _VARIADIC:
            what = f"`{argument.arg}` takes any number of arguments, so it cannot ask for evidence"
            file.report(annotation.lineno, what, "Leave the annotation out.")
            return None
        case ast.Constant(value=None):
            return NoneEvidence.NONE
        case ast.Constant(value=str()) | ast.Name() | ast.Attribute() as annotation if not _is_builtin(
            annotation, file
        ):
            symbol = read_symbol(_unquoted(annotation, file), file)
            return None if symbol is None else ClassEvidence(symbol)
        case annotation:
            what = f"The annotation `{file.positions.heading(annotation)}` is no evidence"
            remedy = "Write an imported class or `None`, or leave the annotation out."
            file.report(annotation.lineno, what, remedy)
            return None


def _is_builtin(annotation: ast.expr, file: RuleFile) -> bool:
    return isinstance(annotation, ast.Name) and annotation.id in BUILTINS.difference(file.names.lines)


def _unquoted(annotation: ast.expr, file: RuleFile) -> ast.expr:
    """The expression inside a quoted annotation whose first name is one of the file's."""
    match annotation:
        case ast.Constant(value=str(text)) if is_dotted(text) and text.split(".")[0] in file.names.lines:
            inner = ast.parse(text, mode="eval").body
            for node in ast.walk(inner):
                ast.copy_location(node, annotation)
            return inner
    return annotation
