"""The signature of a definition, from its syntax."""

import ast

from migrate_engines.model.rule import Parameter, ParameterKind, Signature
from migrate_engines.tree.unparsing import unparse


def signature_of(arguments: ast.arguments, *, drop_first: bool) -> Signature:
    """The signature as callers see it; ``drop_first`` leaves out ``self`` or ``cls``."""
    positional = [*arguments.posonlyargs, *arguments.args]
    defaults: list[ast.expr | None] = [None] * (len(positional) - len(arguments.defaults))
    defaults += arguments.defaults
    parameters = [
        _parameter(
            argument,
            ParameterKind.POSITIONAL_ONLY
            if position < len(arguments.posonlyargs)
            else ParameterKind.POSITIONAL_OR_KEYWORD,
            default,
        )
        for position, (argument, default) in enumerate(zip(positional, defaults, strict=True))
    ][int(drop_first) :]
    if arguments.vararg:
        parameters.append(_parameter(arguments.vararg, ParameterKind.VAR_POSITIONAL, None))
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        parameters.append(_parameter(argument, ParameterKind.KEYWORD_ONLY, default))
    if arguments.kwarg:
        parameters.append(_parameter(arguments.kwarg, ParameterKind.VAR_KEYWORD, None))
    return Signature(tuple(parameters))


def _parameter(argument: ast.arg, kind: ParameterKind, default: ast.expr | None) -> Parameter:
    return Parameter(argument.arg, kind, None if default is None else unparse(default))
