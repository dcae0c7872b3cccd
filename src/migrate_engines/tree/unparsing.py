"""``ast`` to text that people read, or that is compared with other such text."""

import ast
from copy import deepcopy

_DEEP = "..."


def unparse(node: ast.AST) -> str:
    """What ``ast.unparse`` gives; ``f"..."`` for strings, ``...`` for nesting, that it cannot write."""
    try:
        return ast.unparse(node)
    except ValueError:  # before Python 3.12 no field of a formatted string has a backslash
        return ast.unparse(_Shortened().visit(deepcopy(node)))
    except RecursionError:
        return _DEEP


class _Shortened(ast.NodeTransformer):
    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        return ast.JoinedStr([ast.Constant("...")])
