"""Distrust of the emitter: what it wrote must be what the rule says."""

import ast
from collections.abc import Mapping

from migrate_engines.emitting.arguments import Argument
from migrate_engines.emitting.refusal import Refusal
from migrate_engines.model.reason import Reason
from migrate_engines.tree.parsing import parse_expression


def check_expression(
    text: str, template: str, arguments: Mapping[str, Argument], renames: Mapping[str, str]
) -> None:
    """Compare the tree of the written text with the template's tree, arguments substituted.

    Raises:
        Refusal: they differ, keywords' order aside.
    """
    wanted = _Substituted(arguments, renames).visit(ast.parse(template, mode="eval").body)
    try:
        written = parse_expression(f"(\n{text}\n)")
    except SyntaxError as error:
        raise Refusal(Reason.INVALID_RESULT, f"the replacement does not parse: {error.msg}") from error
    if _dump(wanted) != _dump(written):
        raise Refusal(Reason.INVALID_RESULT, "the replacement is not what the rule says")


def _dump(node: ast.expr) -> str:
    if isinstance(node, ast.Call):
        node = ast.Call(node.func, node.args, sorted(node.keywords, key=lambda keyword: keyword.arg or ""))
    return ast.dump(node)


class _Substituted(ast.NodeTransformer):
    def __init__(self, arguments: Mapping[str, Argument], renames: Mapping[str, str]) -> None:
        self._arguments = arguments
        self._renames = renames

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if node.id in self._renames:
            return ast.Name(self._renames[node.id], ast.Load())
        argument = self._arguments.get(node.id)
        return parse_expression(f"(\n{argument}\n)") if isinstance(argument, str) else node

    def visit_Call(self, node: ast.Call) -> ast.expr:
        self.generic_visit(node)
        arguments: list[ast.expr] = []
        for argument in node.args:
            arguments += self._spread(argument)
        node.args = arguments
        node.keywords = [each for keyword in node.keywords for each in self._spread_keyword(keyword)]
        return node

    def _spread_keyword(self, keyword: ast.keyword) -> list[ast.keyword]:
        match keyword:
            case ast.keyword(None, ast.Name(name)) if isinstance(texts := self._arguments.get(name), tuple):
                call = parse_expression(f"_({', '.join(texts)})")
                return call.keywords if isinstance(call, ast.Call) else []
        return [keyword]

    def _spread(self, argument: ast.expr) -> list[ast.expr]:
        match argument:
            case ast.Starred(ast.Name(name)) if isinstance(texts := self._arguments.get(name), tuple):
                call = parse_expression(f"_(\n{', '.join(texts)}\n)")
                return call.args if isinstance(call, ast.Call) else []
        return [argument]
