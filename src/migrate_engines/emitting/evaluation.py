"""In which order, how often and under what conditions a template evaluates its parameters."""

import ast
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from migrate_engines.model.rule import Template

_DEFERRED = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


@dataclass(frozen=True, slots=True)
class Step:
    """A parameter that is read, or (``parameter`` None) a call that may have effects.

    ``is_certain`` is False in lambdas, comprehensions and branches, where it happens later, often or never.
    """

    parameter: str | None
    is_certain: bool = True


def is_pure(argument: ast.expr) -> bool:
    """A constant, a name or an attribute of one: it may be moved and repeated."""
    match argument:
        case ast.Constant() | ast.Name():
            return True
        case ast.Attribute(value):
            return is_pure(value)
        case ast.UnaryOp(ast.USub(), ast.Constant()):
            return True
    return False


def keeps_order(template: Template, expression: ast.expr, impure: Sequence[str]) -> bool:
    """Whether arguments may stand where the template has its parameters.

    Each impure argument (in source order) must be evaluated exactly once, in that order, and before
    anything that the template itself does; as in a call, arguments come before the body.
    """
    steps = [*_statement_steps(template), *_steps(expression, frozenset(_parameters(template, expression)))]
    wanted = set(impure)
    if any(step.parameter in wanted and not step.is_certain for step in steps):
        return False
    order = [step.parameter for step in steps if step.parameter in wanted]
    if order != list(impure) or max(Counter(order).values(), default=1) > 1:
        return False
    effects = [position for position, step in enumerate(steps) if step.parameter is None]
    reads = [position for position, step in enumerate(steps) if step.parameter in wanted]
    return not effects or not reads or max(reads) < effects[0]


def in_source_order(expression: ast.expr, positions: Mapping[str, int]) -> ast.expr:
    """The outermost call with its keywords in the order of the arguments that they use.

    Only a call that has nothing but keywords can be reordered; others come back as they are.
    """
    if not isinstance(expression, ast.Call) or expression.args or _has_double_star(expression):
        return expression

    def first_use(keyword: ast.keyword) -> int:
        used = [positions[node.id] for node in _names(keyword.value) if node.id in positions]
        return min(used, default=-1)

    return ast.Call(expression.func, [], sorted(expression.keywords, key=first_use))


def _has_double_star(call: ast.Call) -> bool:
    return any(keyword.arg is None for keyword in call.keywords)


def _names(node: ast.AST) -> Iterator[ast.Name]:
    return (each for each in ast.walk(node) if isinstance(each, ast.Name))


def _parameters(template: Template, expression: ast.expr) -> set[str]:
    bound = {name for name, _ in template.names} | set(template.locals)
    found = {node.id for node in _names(expression)}
    for statement in template.statements:
        found |= {node.id for node in _names(ast.parse(statement))}
    return found - bound


def _statement_steps(template: Template) -> Iterator[Step]:
    for statement in template.statements:
        for node in ast.parse(statement).body:
            value = getattr(node, "value", None)
            if isinstance(value, ast.expr):
                names = frozenset(name.id for name in _names(value)) - set(template.locals)
                yield from _steps(value, names - {name for name, _ in template.names})


def _steps(node: ast.AST, parameters: frozenset[str], is_certain: bool = True) -> Iterator[Step]:
    if isinstance(node, ast.Name):
        if node.id in parameters:
            yield Step(node.id, is_certain)
        return
    if isinstance(node, _DEFERRED):
        yield from _children(node, parameters, False)
        return
    if isinstance(node, ast.IfExp):
        yield from _steps(node.test, parameters, is_certain)
        yield from _steps(node.body, parameters, False)
        yield from _steps(node.orelse, parameters, False)
        return
    if isinstance(node, ast.BoolOp):
        yield from _steps(node.values[0], parameters, is_certain)
        for value in node.values[1:]:
            yield from _steps(value, parameters, False)
        return
    if isinstance(node, ast.Call):
        yield from _steps(node.func, parameters, is_certain)
        arguments = [*node.args, *(keyword.value for keyword in node.keywords)]
        for argument in arguments:
            yield from _steps(argument, parameters, is_certain)
        yield Step(None, is_certain)
        return
    yield from _children(node, parameters, is_certain)


def _children(node: ast.AST, parameters: frozenset[str], is_certain: bool) -> Iterator[Step]:
    for child in ast.iter_child_nodes(node):
        yield from _steps(child, parameters, is_certain)
