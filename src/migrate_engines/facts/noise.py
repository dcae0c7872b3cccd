"""Statements that are no logic."""

import ast

from migrate_engines.tree.summary import dotted_text

_LOGGERS = frozenset(["logger", "log", "logging", "_logger", "LOGGER", "LOG", "warnings", "print"])


def is_noise(statement: ast.stmt) -> bool:
    """Whether a statement is documentation, ``pass``, ``...`` or a call of a logger."""
    match statement:
        case ast.Pass() | ast.Expr(ast.Constant()):
            return True
        case ast.Expr(ast.Call(func)):
            parts = (dotted_text(func) or "").split(".")
            return parts[0] in _LOGGERS or (parts[0] == "self" and parts[1:2] != [] and parts[1] in _LOGGERS)
    return False
