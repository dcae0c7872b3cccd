"""A template with a call's arguments in place of its parameters."""

import ast
from collections.abc import Mapping, Sequence

import libcst as cst

from migrate_engines.emitting.arguments import Argument
from migrate_engines.emitting.layout import indented, with_newlines
from migrate_engines.emitting.refusal import Refusal
from migrate_engines.model.reason import Reason
from migrate_engines.tree.formatted import MOST_BRACKETS, nested_brackets
from migrate_engines.tree.nodes import depth
from migrate_engines.tree.parsing import parse_expression

# libcst ends the process where an expression nests deeper than the stack. The smallest one, that of Windows,
# takes half as much again.
_DEEPEST = 150
_ATOMS = (
    cst.Name,
    cst.Attribute,
    cst.Call,
    cst.Subscript,
    cst.List,
    cst.Dict,
    cst.Set,
    cst.ListComp,
    cst.SetComp,
    cst.DictComp,
    cst.SimpleString,
    cst.FormattedString,
)


def instantiate(
    text: str,
    arguments: Mapping[str, Argument],
    renames: Mapping[str, str],
    *,
    indentation: str,
    newline: str,
    keyword_order: Sequence[str] | None = None,
) -> str:
    """The template's text with arguments and local names put in.

    ``keyword_order`` is the order of the outermost call's keywords, where it is not the template's own.

    Raises:
        Refusal: an argument cannot stand where the template has its parameter.
        RecursionError: an argument nests too deeply for libcst.
    """
    laid_out = with_newlines(indented(text, indentation), newline)
    variadic = frozenset(name for name, each in arguments.items() if not isinstance(each, str))
    parsed = {name: _parsed(each) for name, each in arguments.items()}
    substitution = _Substitution(parsed, renames, variadic)
    module = cst.Module([], default_newline=newline)
    if _is_statement(text):
        statement = cst.parse_statement(laid_out + newline).visit(substitution)
        assert isinstance(statement, cst.BaseStatement)
        return module.code_for_node(statement).rstrip("\r\n")
    expression = cst.parse_expression(laid_out).visit(substitution)
    if keyword_order is not None and isinstance(expression, cst.Call):
        expression = _reordered(expression, keyword_order)
    assert isinstance(expression, cst.BaseExpression)
    return module.code_for_node(expression)


def _is_statement(text: str) -> bool:
    try:
        ast.parse(text, mode="eval")
    except SyntaxError:
        return True
    return False


def _refuse_deep(text: str) -> None:
    try:
        call = parse_expression(f"_(\n{text}\n)")
    except SyntaxError:  # a yield, as below
        call = parse_expression(f"_((\n{text}\n))")
    if nested_brackets(text) > MOST_BRACKETS or depth(call) > _DEEPEST:
        raise RecursionError("libcst could not look at an argument")


def _parsed(argument: Argument) -> tuple[cst.Arg, ...]:
    """Arguments as a call has them, so that those which relied on its parentheses still parse."""
    texts = (argument,) if isinstance(argument, str) else argument
    found: list[cst.Arg] = []
    for text in texts:
        _refuse_deep(text)
        try:
            call = cst.parse_expression(f"_({text})")
        except cst.ParserSyntaxError:  # a yield had parentheses of its own, which are not part of its node
            call = cst.parse_expression(f"_(({text}))")
        assert isinstance(call, cst.Call)
        found.append(call.args[0].with_changes(whitespace_after_arg=cst.SimpleWhitespace("")))
    return tuple(found)


class _Substitution(cst.CSTTransformer):
    """Replaces names that are read; attribute names, keywords and lambda parameters are not."""

    def __init__(
        self,
        arguments: Mapping[str, tuple[cst.Arg, ...]],
        renames: Mapping[str, str],
        variadic: frozenset[str],
    ) -> None:
        super().__init__()
        self._variadic = variadic
        self._arguments = arguments
        self._renames = renames

    def leave_Attribute(
        self, original_node: cst.Attribute, updated_node: cst.Attribute
    ) -> cst.BaseExpression:
        return updated_node.with_changes(attr=original_node.attr)

    def leave_Param(self, original_node: cst.Param, updated_node: cst.Param) -> cst.Param:
        return updated_node.with_changes(name=original_node.name)

    def leave_Name(self, original_node: cst.Name, updated_node: cst.Name) -> cst.BaseExpression:
        name = original_node.value
        if name in self._renames:
            return updated_node.with_changes(value=self._renames[name])
        found = self._arguments.get(name)
        if found is None:
            return updated_node
        return self._as_operand(found[0].value) if len(found) == 1 else updated_node

    def leave_Arg(
        self, original_node: cst.Arg, updated_node: cst.Arg
    ) -> cst.Arg | cst.FlattenSentinel[cst.Arg] | cst.RemovalSentinel:
        updated_node = updated_node.with_changes(keyword=original_node.keyword)
        name = original_node.value.value if isinstance(original_node.value, cst.Name) else None
        found = self._arguments.get(name) if name else None
        if found is None or name in self._renames:
            return updated_node
        if original_node.star and name in self._variadic:
            return _spread(found, original_node)
        if len(found) != 1:
            raise Refusal(Reason.STARRED_ARGUMENTS, f"the arguments of {name} are not one value")
        return updated_node.with_changes(value=self._as_argument(found[0].value))

    def leave_Call(self, original_node: cst.Call, updated_node: cst.Call) -> cst.Call:
        """No comma is left behind by arguments that went, no parentheses around a generator that is alone."""
        arguments = list(updated_node.args)
        if arguments and original_node.args:
            arguments[-1] = arguments[-1].with_changes(comma=original_node.args[-1].comma)
        if (
            len(arguments) == 1
            and isinstance(arguments[0].value, cst.GeneratorExp)
            and not arguments[0].keyword
        ):
            bare = arguments[0].value.with_changes(lpar=[], rpar=[])
            arguments[0] = arguments[0].with_changes(value=bare)
        return updated_node.with_changes(args=arguments)

    @staticmethod
    def _as_argument(value: cst.BaseExpression) -> cst.BaseExpression:
        needs = isinstance(value, (cst.GeneratorExp, cst.NamedExpr, cst.Yield)) and not value.lpar
        return _parenthesized(value) if needs else value

    @staticmethod
    def _as_operand(value: cst.BaseExpression) -> cst.BaseExpression:
        is_atom = isinstance(value, _ATOMS) or bool(getattr(value, "lpar", ()))
        return value if is_atom else _parenthesized(value)


def _spread(found: tuple[cst.Arg, ...], place: cst.Arg) -> cst.FlattenSentinel[cst.Arg] | cst.RemovalSentinel:
    """The arguments of a variadic parameter where the template has ``*args`` or ``**kwargs``."""
    if not found:
        return cst.RemovalSentinel.REMOVE
    comma = cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
    *first, last = found
    return cst.FlattenSentinel(
        [*(each.with_changes(comma=comma) for each in first), last.with_changes(comma=place.comma)]
    )


def _parenthesized(value: cst.BaseExpression) -> cst.BaseExpression:
    return value.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])


def _reordered(call: cst.Call, order: Sequence[str]) -> cst.Call:
    """The keywords in another order; commas and white space stay where they are."""
    places = {name: position for position, name in enumerate(order)}
    ranked = sorted(call.args, key=lambda arg: places[arg.keyword.value] if arg.keyword else -1)
    return call.with_changes(
        args=[
            found.with_changes(comma=place.comma, whitespace_after_arg=place.whitespace_after_arg)
            for found, place in zip(ranked, call.args, strict=True)
        ]
    )
