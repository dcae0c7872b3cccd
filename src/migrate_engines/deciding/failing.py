"""Imports that fail today, where what stands around them relies on that."""

import ast

from msgspec.structs import replace

from migrate_engines.deciding.context import Context
from migrate_engines.deciding.decided import Held
from migrate_engines.deciding.guards import failure_guard, handled_import
from migrate_engines.finding.use import Use
from migrate_engines.model.finding import Outcome
from migrate_engines.model.reason import EXPLANATIONS, Reason


def held_by_failure(use: Use, tree: ast.Module, context: Context) -> Held | None:
    """Why such an import is not repaired; None where it may be."""
    placed = replace(use, ancestors=_ancestors(use.node, tree))
    if guard := failure_guard(placed, context.failure_guards):
        reason = Reason.EXPECTED_FAILURE
        return Held(Outcome.KEPT, reason, f"{EXPLANATIONS[reason]} ({guard})")
    told = handled_import(placed)
    if told is None or context.apply_unsafe:
        return None
    return Held(Outcome.UNSAFE, Reason.BROAD_HANDLER, f"Not equivalent: {told}. Apply with --unsafe.")


def _ancestors(node: ast.AST, tree: ast.Module) -> tuple[ast.AST, ...]:
    """The nodes around one, outermost first."""
    above = {child: parent for parent in ast.walk(tree) for child in ast.iter_child_nodes(parent)}
    found: list[ast.AST] = []
    while node in above:
        node = above[node]
        found.append(node)
    return tuple(reversed(found))
