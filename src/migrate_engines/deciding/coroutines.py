"""What happens to a coroutine that is not awaited where it is made."""

import ast
from enum import Enum, auto

from migrate_engines.finding.use import Use
from migrate_engines.tree.nodes import walk
from migrate_engines.tree.summary import dotted_text


class CoroutineUse(Enum):
    """AWAITED is where the call stands; CONSUMED somewhere else, as a coroutine; STORED anything else."""

    AWAITED = auto()
    CONSUMED = auto()
    STORED = auto()


def coroutine_use(use: Use) -> CoroutineUse:
    """Whether the result of an ``async`` legacy call is needed as a coroutine."""
    if use.awaited is not None:
        return CoroutineUse.AWAITED
    parent = use.ancestors[-2] if len(use.ancestors) > 1 else None
    match parent:
        case ast.Call() | ast.keyword() | ast.List() | ast.Tuple() | ast.Starred():
            return CoroutineUse.CONSUMED
        case ast.ListComp() | ast.GeneratorExp() | ast.SetComp() | ast.Set():
            return CoroutineUse.CONSUMED
        case ast.Assign([target]) | ast.AnnAssign(target) | ast.NamedExpr(target):
            return _later(dotted_text(target), use)
    return CoroutineUse.STORED


def _later(name: str | None, use: Use) -> CoroutineUse:
    """A name that is awaited, or handed to a call, is needed as a coroutine."""
    if name is None:
        return CoroutineUse.CONSUMED
    for node in walk(use.scope.function().node):
        match node:
            case ast.Await(value) if dotted_text(value) == name:
                return CoroutineUse.CONSUMED
            case ast.Call(func, args) if _schedules(func) and name in map(dotted_text, args):
                return CoroutineUse.CONSUMED
    return CoroutineUse.STORED


def _schedules(func: ast.expr) -> bool:
    """Calls that take coroutines: ``asyncio.run``, ``gather``, ``create_task`` and their like."""
    name = (dotted_text(func) or "").rpartition(".")[2]
    return name in _SCHEDULERS


_SCHEDULERS = frozenset(
    [
        "run",
        "gather",
        "wait",
        "wait_for",
        "create_task",
        "ensure_future",
        "run_until_complete",
        "shield",
        "as_completed",
        "run_coroutine_threadsafe",
        "iscoroutine",
        "isawaitable",
        "start_soon",
    ]
)
