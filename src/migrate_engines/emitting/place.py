"""Where statements may be put before a call."""

import ast

from migrate_engines.emitting.refusal import Refusal
from migrate_engines.finding.scope import ScopeKind
from migrate_engines.finding.use import Use
from migrate_engines.tree.source import SourceFile


def own_statement(use: Use, source: SourceFile, need: Refusal) -> ast.stmt:
    """The statement whose whole value the call (or its await) is, beginning its own line.

    Raises:
        Refusal: ``need``, where there is none, or it stands in a class body.
    """
    outermost = use.outermost
    parent = use.ancestors[-1 - (use.call is not None) - (use.awaited is not None)]
    match parent:
        case ast.Assign([_], value) | ast.AnnAssign(value=value) | ast.Expr(value) | ast.Return(value):
            is_whole = value is outermost
        case _:
            is_whole = False
    if not is_whole or not isinstance(parent, ast.stmt):
        raise need.because("the call is only part of a statement")
    if use.scope.kind is ScopeKind.CLASS:
        raise need.because("a statement in a class body would add an attribute")
    if not begins_line(parent, source):
        raise need.because("the statement does not begin its own line")
    return parent


def enclosing_statement(use: Use) -> ast.stmt:
    """The innermost statement around the use."""
    return next(node for node in reversed(use.ancestors) if isinstance(node, ast.stmt))


def begins_line(statement: ast.stmt, source: SourceFile) -> bool:
    return source.begins_line(source.offset(statement.lineno, statement.col_offset))
