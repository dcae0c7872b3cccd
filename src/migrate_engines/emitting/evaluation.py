"""In which order, how often and under what conditions a template evaluates its parameters."""

import ast
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from migrate_engines.model.rule import Template

_IMMEDIATE = (ast.ListComp, ast.SetComp, ast.DictComp)
_OPERATIONS = (ast.BinOp, ast.UnaryOp, ast.FormattedValue, ast.Await)


class Step(Struct, frozen=True):
    """A parameter that is read, or (``parameter`` None) something that may have effects or fail.

    ``unpacked`` is the parameter whose iteration this is, which is none for what the call itself spreads.
    ``is_certain`` is False in branches and in what runs later, often or never; ``is_late`` is True in
    lambdas and generators, which run after the whole expression.
    """

    parameter: str | None
    is_certain: bool = True
    is_late: bool = False
    unpacked: str | None = None


class Sensitive(Struct, frozen=True):
    """An argument whose place in the order matters: an impure one, or a pure one that effects may change."""

    parameter: str
    is_impure: bool
    is_variadic: bool = False


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


def is_constant(argument: ast.expr) -> bool:
    return is_pure(argument) and not any(isinstance(node, ast.Name) for node in ast.walk(argument))


def keeps_order(template: Template, expression: ast.expr, arguments: Sequence[Sensitive]) -> bool:
    """Whether arguments (in source order) may stand where the template has its parameters.

    Each impure one must be evaluated exactly once, in that order, and before anything that the template
    itself does: as in a call, arguments come before the body. None may move past another.
    """
    steps = _all_steps(template, expression)
    impure = [each.parameter for each in arguments if each.is_impure]
    order = [step.parameter for step in steps if step.parameter in impure]
    if order != impure or any(step.parameter in impure and not step.is_certain for step in steps):
        return False
    spread = {each.parameter for each in arguments if each.is_variadic}
    effects = [
        position
        for position, step in enumerate(steps)
        if step.parameter is None and step.unpacked not in spread
    ]
    reads = {str(step.parameter): position for position, step in enumerate(steps) if step.parameter in impure}
    if effects and reads and max(reads.values()) > effects[0]:
        return False
    return all(_stays_on_its_side(each, arguments, reads, steps) for each in arguments if not each.is_impure)


def _stays_on_its_side(
    pure: Sensitive,
    arguments: Sequence[Sensitive],
    impure_reads: Mapping[str, int],
    steps: Sequence[Step],
) -> bool:
    """A pure argument that effects may change is read on the same side of each effect as before."""
    place = arguments.index(pure)
    own = [position for position, step in enumerate(steps) if step.parameter == pure.parameter]
    for other in arguments:
        if other.is_impure:
            effect, was_before = impure_reads[other.parameter], place < arguments.index(other)
            if any((position < effect) is not was_before for position in own):
                return False
    return True


def read_counts(template: Template, expression: ast.expr) -> Counter[str]:
    """How often the template reads each parameter."""
    return Counter(step.parameter for step in _all_steps(template, expression) if step.parameter is not None)


def late_parameters(template: Template, expression: ast.expr) -> set[str]:
    """The parameters that a lambda or a generator reads, after the expression has been evaluated."""
    steps = _all_steps(template, expression)
    return {step.parameter for step in steps if step.is_late and step.parameter is not None}


def enclosed_parameters(template: Template, expression: ast.expr) -> set[str]:
    """The parameters that stand inside a lambda or a comprehension, its first iterable included."""
    texts = [ast.parse(text) for text in template.statements]
    nodes = [node for tree in (*texts, expression) for node in ast.walk(tree)]
    inside = [node for node in nodes if isinstance(node, (ast.Lambda, ast.GeneratorExp, *_IMMEDIATE))]
    return {name.id for node in inside for name in _names(node)} & _parameters(template, expression)


def late_locals(template: Template) -> set[str]:
    """The names bound by the template's own statements that a lambda or a generator of it reads."""
    texts = (*template.statements, template.expression)
    late = [
        node
        for text in texts
        for node in ast.walk(ast.parse(text))
        if isinstance(node, (ast.Lambda, ast.GeneratorExp))
    ]
    return {name.id for node in late for name in _names(node)} & set(template.locals)


def inner_names(template: Template) -> set[str]:
    """The names that the template's own lambdas and comprehensions bind."""
    found: set[str] = set()
    for text in (*template.statements, template.expression):
        for node in ast.walk(ast.parse(text)):
            match node:
                case ast.arg(name) | ast.Name(name, ast.Store()):
                    found.add(name)
    return found - set(template.locals)


def free_names(template: Template) -> set[str]:
    """Every name that the template reads."""
    texts = (*template.statements, template.expression)
    return {node.id for text in texts for node in _names(ast.parse(text)) if isinstance(node.ctx, ast.Load)}


def _all_steps(template: Template, expression: ast.expr) -> list[Step]:
    parameters = frozenset(_parameters(template, expression))
    return [*_statement_steps(template), *_steps(expression, parameters)]


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


class _Mode(Struct, frozen=True):
    is_certain: bool = True
    is_late: bool = False


_PLAIN = _Mode()


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


def _steps(node: ast.AST, parameters: frozenset[str], mode: _Mode = _PLAIN) -> Iterator[Step]:
    match node:
        case ast.Name(name):
            if name in parameters:
                yield Step(name, mode.is_certain, mode.is_late)
        case ast.Lambda(_, body):
            yield from _steps(body, parameters, _Mode(False, True))
        case ast.GeneratorExp() | ast.ListComp() | ast.SetComp() | ast.DictComp():
            yield from _comprehension_steps(node, parameters, mode)
        case ast.IfExp(test, body, orelse):
            yield from _steps(test, parameters, mode)
            yield from _steps(body, parameters, _Mode(False, mode.is_late))
            yield from _steps(orelse, parameters, _Mode(False, mode.is_late))
        case ast.BoolOp(_, [first, *others]):
            yield from _steps(first, parameters, mode)
            for value in others:
                yield from _steps(value, parameters, _Mode(False, mode.is_late))
        case ast.Call(func, args, keywords):
            for part in (func, *args, *(keyword.value for keyword in keywords)):
                yield from _steps(part, parameters, mode)
            yield Step(None, mode.is_certain, mode.is_late)
        case ast.Starred(value):
            yield from _steps(value, parameters, mode)
            unpacked = value.id if isinstance(value, ast.Name) else None
            yield Step(None, mode.is_certain, mode.is_late, unpacked)
        case ast.Dict(keys, values):
            for pair in zip(keys, values, strict=True):
                for part in filter(None, pair):
                    yield from _steps(part, parameters, mode)
        case ast.Compare(left, _, [first, *others]):
            yield from _steps(left, parameters, mode)
            yield from _steps(first, parameters, mode)
            yield Step(None, mode.is_certain, mode.is_late)
            for value in others:
                yield from _steps(value, parameters, _Mode(False, mode.is_late))
        case ast.Subscript(value, index):
            yield from _steps(value, parameters, mode)
            yield from _steps(index, parameters, mode)
            yield Step(None, mode.is_certain, mode.is_late)
        case _:
            for child in ast.iter_child_nodes(node):
                yield from _steps(child, parameters, mode)
            if isinstance(node, _OPERATIONS) or _is_read_of_argument(node, parameters):
                yield Step(None, mode.is_certain, mode.is_late)


def _is_read_of_argument(node: ast.AST, parameters: frozenset[str]) -> bool:
    """An attribute of an argument may be missing, or a property; one of an imported module is just there."""
    if not isinstance(node, ast.Attribute):
        return False
    root: ast.AST = node
    while isinstance(root, ast.Attribute):
        root = root.value
    return not isinstance(root, ast.Name) or root.id in parameters


def _comprehension_steps(node: ast.expr, parameters: frozenset[str], mode: _Mode) -> Iterator[Step]:
    """The first iterable is evaluated at once; the rest of a generator runs later."""
    first = node.generators[0]  # type: ignore[attr-defined]  # every comprehension has one
    yield from _steps(first.iter, parameters, mode)
    inner = _Mode(False, mode.is_late or not isinstance(node, _IMMEDIATE))
    for child in ast.walk(node):
        if isinstance(child, ast.Name) and child.id in parameters and not _is_within(child, first.iter):
            yield Step(child.id, inner.is_certain, inner.is_late)
    yield Step(None, inner.is_certain, inner.is_late)


def _is_within(node: ast.AST, tree: ast.AST) -> bool:
    return any(each is node for each in ast.walk(tree))
