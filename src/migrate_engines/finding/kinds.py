"""How a reference is used, seen from its ancestors."""

import ast

from migrate_engines.model.finding import UseKind
from migrate_engines.tree.summary import dotted_text

_TYPE_TESTS = frozenset(["isinstance", "issubclass"])
_MOCK_KEYWORDS = frozenset(["spec", "spec_set", "autospec", "wraps"])
_TYPE_MAKERS = frozenset(["TypeVar", "TypeVarTuple", "ParamSpec", "NewType", "TypeAliasType"])
_GENERICS = frozenset(["list", "dict", "set", "frozenset", "tuple", "type", "deque", "defaultdict"])
_MOCK_CALLS = ("create_autospec", "patch.object", "monkeypatch.setattr", "monkeypatch.delattr", "setattr")


def kind_of(node: ast.AST, ancestors: tuple[ast.AST, ...]) -> UseKind:
    """The kind of a reference that is not the callee of a call."""
    parent = ancestors[-1]
    match parent:
        case ast.Call(func) if func is node:
            return UseKind.CALL
        case ast.ClassDef():
            return UseKind.SUBCLASS if node not in parent.decorator_list else UseKind.VALUE
        case ast.Attribute(ctx=ast.Store() | ast.Del()):
            return UseKind.MOCK
        case ast.Attribute(attr="__init__" | "__new__"):
            return UseKind.SUBCLASS
        case ast.Attribute():
            return UseKind.ATTRIBUTE
        case ast.ExceptHandler() | ast.MatchClass():
            return UseKind.TYPE_CHECK
        case ast.keyword(arg) if arg in _MOCK_KEYWORDS:
            return UseKind.MOCK
    if in_annotation(node, ancestors):
        return UseKind.ANNOTATION
    return _passed(node, ancestors)


def _passed(node: ast.AST, ancestors: tuple[ast.AST, ...]) -> UseKind:
    parent = ancestors[-1]
    if isinstance(parent, ast.Tuple) and len(ancestors) > 1:
        node, parent = parent, ancestors[-2]
    if isinstance(parent, ast.Subscript) and len(ancestors) > 1 and isinstance(ancestors[-2], ast.ClassDef):
        return UseKind.SUBCLASS
    if not isinstance(parent, ast.Call) or node not in parent.args:
        return UseKind.VALUE
    callee = dotted_text(parent.func) or ""
    if callee in _TYPE_TESTS and parent.args.index(node) == 1:
        return UseKind.TYPE_CHECK
    if parent.args[0] is node and callee.endswith(_MOCK_CALLS):
        return UseKind.MOCK
    if parent.args[0] is node and callee.rpartition(".")[2] in ("Mock", "MagicMock", "AsyncMock"):
        return UseKind.MOCK
    if callee.rpartition(".")[2] == "cast" and parent.args[0] is node:
        return UseKind.ANNOTATION
    return UseKind.VALUE


def in_annotation(node: ast.AST, ancestors: tuple[ast.AST, ...]) -> bool:
    """Whether the reference stands inside an annotation."""
    for ancestor in reversed(ancestors):
        match ancestor:
            case ast.AnnAssign(annotation=annotation) | ast.arg(annotation=annotation):
                return annotation is node
            case ast.FunctionDef(returns=returns) | ast.AsyncFunctionDef(returns=returns):
                return returns is node
            case ast.stmt() | ast.Call() | ast.Lambda():
                return False
        node = ancestor
    return False


def is_quoted_type(node: ast.AST, ancestors: tuple[ast.AST, ...]) -> bool:
    """Whether a string stands where typing takes one for a type, outside annotations.

    That is in ``cast("X", …)``, ``TypeVar("T", bound="X")`` and ``Optional["X"]``; by convention the names of
    generic classes begin with a capital letter.
    """
    for ancestor in reversed(ancestors):
        match ancestor:
            case ast.Call(func, arguments):
                callee = (dotted_text(func) or "").rpartition(".")[2]
                is_first = bool(arguments) and arguments[0] is node
                return (callee == "cast" and is_first) or (callee in _TYPE_MAKERS and not is_first)
            case ast.Subscript(value):
                name = (dotted_text(value) or "").rpartition(".")[2]
                return name in _GENERICS or (name[:1].isupper() and name != "Literal")
            case ast.keyword() | ast.Tuple() | ast.List() | ast.BinOp():
                node = ancestor
            case _:
                return False
    return False
