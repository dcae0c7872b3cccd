"""Functions that hand out implementations."""

import ast
from collections.abc import Iterable, Iterator

from migrate_engines.facts.calls import handed_out
from migrate_engines.facts.definitions import FunctionNode
from migrate_engines.finding.use import Use
from migrate_engines.inventory.inventory import Maker
from migrate_engines.model.finding import UseKind
from migrate_engines.model.location import Location
from migrate_engines.tree.summary import function_summary


def makers_in(path: str, module: str, uses: Iterable[Use]) -> Iterator[Maker]:
    """The module's own functions (not methods) that build an implementation and return it, or say so."""
    made: dict[FunctionNode, dict[str, str]] = {}
    for use in uses:
        function = _function(use)
        if function is not None and (evidence := _evidence(use, function)):
            made.setdefault(function, {}).setdefault(use.symbol, evidence)
    for function, found in made.items():
        summary = function_summary(function)
        yield Maker(
            f"{module}.{function.name}",
            Location(path, function.lineno),
            summary.is_async,
            summary.signature,
            tuple(found),
            "; ".join(dict.fromkeys(found.values())),
        )


def _function(use: Use) -> FunctionNode | None:
    """The function of the module that the use stands in, or whose signature names it."""
    for ancestor in use.ancestors:
        if isinstance(ancestor, ast.ClassDef):
            return None
        if isinstance(ancestor, FunctionNode):
            return ancestor
    return None


def _evidence(use: Use, function: FunctionNode) -> str:
    name = use.symbol.rpartition(".")[2]
    if use.call is not None and any(each is use.call for each in handed_out(function)):
        return f"builds and returns {name} (line {use.call.lineno})"
    if use.kind is UseKind.ANNOTATION and _is_in(use.node, function.returns):
        return f"returns {name}"
    return ""


def _is_in(node: ast.AST, tree: ast.AST | None) -> bool:
    return tree is not None and any(each is node for each in ast.walk(tree))
