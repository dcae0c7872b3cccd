"""What stands around a call that changes what a rewrite means there."""

import ast
from collections.abc import Iterator
from fnmatch import fnmatchcase

from migrate_engines.deciding.note import Note
from migrate_engines.finding.use import Use
from migrate_engines.model.finding import UseKind
from migrate_engines.model.reason import Reason
from migrate_engines.tree.index import SymbolIndex
from migrate_engines.tree.summary import dotted_text

_FAILURE_GUARDS = frozenset(
    ["raises", "assertRaises", "assertRaisesRegex", "RaisesGroup", "RaisesExc", "xfail", "expectedFailure"]
)
_WARNING_GUARDS = frozenset(["warns", "catch_warnings", "deprecated_call", "assertWarns", "assertWarnsRegex"])
# What a handler catches that hides the failure of a call that does not fit its signature any more.
_BROAD = frozenset(["Exception", "BaseException", "TypeError", "AttributeError"])
# What one catches that hides the failure of an import.
_OF_IMPORTS = frozenset(["Exception", "BaseException", "ImportError", "ModuleNotFoundError"])
_FAILURES = frozenset(["pytest.fail", "self.fail", "fail"])
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def failure_guard(use: Use, configured: tuple[str, ...]) -> str | None:
    """The guard that expects a failure: a ``with`` block around the use, or a call that it is passed to."""
    names = _FAILURE_GUARDS.union(configured)
    if (line := _expected_by_try(use)) is not None:
        return f"what follows it on line {line} fails"
    for expression in [*_with_items(use, through_functions=True), *_decorators(use)]:
        name = _callee(expression) or dotted_text(expression)
        if name and name.rpartition(".")[2] in names:
            return name
    for node in use.ancestors:
        if isinstance(node, ast.Call) and node is not use.call:
            name = _callee(node)
            if name and name.rpartition(".")[2] in names:
                return name
    return None


def patched_around(use: Use, index: SymbolIndex) -> str | None:
    """The target of a ``patch("path")`` around a use, as block or decorator, that replaces its symbol."""
    for expression in [*_with_items(use, through_functions=True), *_decorators(use)]:
        match expression:
            case ast.Call(func, [ast.Constant(str(target)), *_]) if (dotted_text(func) or "").endswith(
                "patch"
            ):
                if index.canonical(target) == use.symbol:
                    return target
    return None


def tier_notes(use: Use) -> list[Note]:
    """Why a rewrite is not equivalent where this call stands."""
    notes: list[Note] = []
    if line := _swallowing_handler(use, _BROAD):
        told = f"a handler (line {line}) hides today's failure and does not raise again"
        notes.append(Note(Reason.BROAD_HANDLER, told))
    guards = [_callee(each) or "" for each in _with_items(use)]
    if any(guard.rpartition(".")[2] in _WARNING_GUARDS for guard in guards) or _has_recwarn(use):
        notes.append(Note(Reason.CAPTURED_WARNINGS, "warnings are captured around the call"))
    return notes


def handled_import(use: Use) -> str | None:
    """What takes over where the import fails, and makes its repair new behaviour."""
    line = _swallowing_handler(use, _OF_IMPORTS)
    return f"a handler (line {line}) takes over from today's failure" if line else None


def reads_any(use: Use, patterns: tuple[str, ...]) -> str | None:
    """A name that the enclosing function (or module) reads and a pattern matches."""
    function = _enclosing_function(use) or use.scope.module.node
    for node in ast.walk(function):
        match node:
            case ast.Name(name, ast.Load()) | ast.Attribute(_, name, ast.Load()):
                if any(fnmatchcase(name, pattern) for pattern in patterns):
                    return name
            case ast.Constant(str(name)):
                if any(name == pattern or fnmatchcase(name, pattern) for pattern in patterns):
                    return name
    return None


def _around(use: Use, *, through_functions: bool = False) -> Iterator[tuple[ast.AST, ast.AST]]:
    """Pairs of an ancestor and its child towards the use, innermost first, inside the same function."""
    child: ast.AST = use.node
    for node in reversed(use.ancestors):
        if isinstance(node, _FUNCTIONS) and not through_functions:
            return
        yield node, child
        child = node


def _decorators(use: Use) -> Iterator[ast.expr]:
    for node in use.ancestors:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield from node.decorator_list


def _with_items(use: Use, *, through_functions: bool = False) -> Iterator[ast.expr]:
    for node, child in _around(use, through_functions=through_functions):
        if isinstance(node, (ast.With, ast.AsyncWith)) and child in node.body:
            yield from (item.context_expr for item in node.items)


def _callee(expression: ast.expr) -> str | None:
    return dotted_text(expression.func) if isinstance(expression, ast.Call) else None


def _swallowing_handler(use: Use, caught: frozenset[str]) -> int | None:
    for node, child in _around(use):
        if isinstance(node, (ast.Try, ast.TryStar)) and child in node.body:
            for handler in node.handlers:
                if _is_broad(handler, caught) and not any(map(_fails, handler.body)):
                    return handler.lineno
        if isinstance(node, (ast.With, ast.AsyncWith)) and child in node.body:
            for item in node.items:
                name = _callee(item.context_expr) or ""
                if name.rpartition(".")[2] == "suppress":
                    return node.lineno
    return None


def _is_broad(handler: ast.ExceptHandler, caught: frozenset[str]) -> bool:
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    names = [(dotted_text(kind) or "").removeprefix("builtins.") for kind in kinds if kind is not None]
    return None in kinds or not caught.isdisjoint(names)


def _expected_by_try(use: Use) -> int | None:
    """The line behind a call or import in a ``try`` that makes the test fail if that did not."""
    for node, child in _around(use) if use.call is not None or use.kind is UseKind.IMPORT else ():
        if isinstance(node, (ast.Try, ast.TryStar)) and child in node.body and node.handlers:
            after = [*node.body[node.body.index(child) + 1 :], *node.orelse]
            return next((each.lineno for each in after if _fails(each)), None)
    return None


def _fails(statement: ast.stmt) -> bool:
    """A statement that always raises: the error itself, or a test's own failure."""
    match statement:
        case ast.Raise() | ast.Assert(ast.Constant(False)):
            return True
        case ast.Expr(ast.Call(func)):
            return dotted_text(func) in _FAILURES
    return False


def _enclosing_function(use: Use) -> ast.AST | None:
    return next((node for node in reversed(use.ancestors) if isinstance(node, _FUNCTIONS[:2])), None)


def _has_recwarn(use: Use) -> bool:
    function = _enclosing_function(use)
    if not isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return False
    return any(argument.arg == "recwarn" for argument in function.args.args)
