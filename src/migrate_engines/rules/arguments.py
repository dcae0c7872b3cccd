"""The arguments of a returned rule, bound to its parameters."""

import ast
import inspect
from types import EllipsisType

from msgspec import Struct

from migrate_engines.model.rule import CallRewrite, Parameter, ParameterKind, Signature
from migrate_engines.rules.names import RuleFile
from migrate_engines.rules.positions import Positions, inline
from migrate_engines.rules.substitution import Value

_VARIADIC = (ParameterKind.VAR_POSITIONAL, ParameterKind.VAR_KEYWORD)


class Return(Struct, frozen=True):
    """``caller`` returns ``call``, of the rule ``callee``; its text begins on ``line`` of ``file``."""

    caller: CallRewrite
    callee: CallRewrite
    call: ast.Call
    line: int
    file: RuleFile

    def report(self, what: str, remedy: str, node: ast.expr | None = None) -> None:
        line = self.line if node is None else self.line + node.lineno - 1
        self.file.report(line, what, remedy)


def read_values(returned: Return) -> dict[str, Value]:
    """The value of each parameter of the returned rule; what cannot be one is reported."""
    bound = _bind(returned)
    if bound is None:
        return {}
    values = {}
    for parameter in returned.callee.signature.parameters:
        given = bound.get(parameter.name)
        value = _default(parameter, returned) if given is None else _argument(given, returned)
        if value is not None:
            values[parameter.name] = value
    return values


def _bind(returned: Return) -> dict[str, ast.expr] | None:
    call, callee = returned.call, returned.callee
    for parameter in callee.signature.parameters:
        if parameter.kind in _VARIADIC:
            what = f"`{callee.name}` cannot be returned: `{parameter.name}` takes any number of arguments"
            returned.report(what, "Write the new expression out.")
            return None
    for node in _unpacked(call):
        returned.report("An argument is unpacked", "Write the arguments out.", node)
        return None
    try:
        keywords = {each.arg: each.value for each in call.keywords if each.arg is not None}
        return dict(_inspected(callee.signature).bind(*call.args, **keywords).arguments)
    except TypeError as error:
        remedy = f"Its parameters are `{callee.signature}`."
        returned.report(f"The arguments do not fit `{callee.name}`: {error}", remedy)
        return None


def _unpacked(call: ast.Call) -> list[ast.expr]:
    starred: list[ast.expr] = [node for node in call.args if isinstance(node, ast.Starred)]
    return starred + [each.value for each in call.keywords if each.arg is None]


def _inspected(signature: Signature) -> inspect.Signature:
    return inspect.Signature([_inspected_parameter(each) for each in signature.parameters])


def _inspected_parameter(parameter: Parameter) -> inspect.Parameter:
    default = inspect.Parameter.empty if parameter.default is None else parameter.default
    return inspect.Parameter(parameter.name, parameter.kind, default=default)


def _argument(node: ast.expr, returned: Return) -> Value | None:
    positions = Positions(returned.caller.template.expression)
    value = _constant(node, positions)
    if value is not None:
        return value
    if _is_parameter_path(node, {each.name for each in returned.caller.signature.parameters}):
        return Value(ast.unparse(node))
    what = f"`{positions.heading(node)}` is too much for an argument of a returned rule"
    remedy = "Pass a parameter, an attribute of one or a constant, or write the new expression out."
    returned.report(what, remedy, node)
    return None


def _default(parameter: Parameter, returned: Return) -> Value | None:
    assert parameter.default is not None
    value = _constant(ast.parse(parameter.default, mode="eval").body, Positions(parameter.default))
    if value is None:
        what = f"`{parameter.name}` is left to its default `{parameter.default}`, which is not a constant"
        returned.report(what, f"Pass `{parameter.name}`.")
    return value


def _constant(node: ast.expr, positions: Positions) -> Value | None:
    match node:
        case ast.Constant(value=bool() | None | str() | bytes() | EllipsisType()):
            return Value(inline(node, positions))
        case (
            ast.Constant()
            | ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() | complex()))
        ):
            return Value(inline(node, positions), number=True)
    return None


def _is_parameter_path(node: ast.expr, parameters: set[str]) -> bool:
    """Whether ``node`` is a parameter, an attribute of one, an attribute of that, and so on."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name) and node.id in parameters
