"""What the import statements of a module ask for, and when they run."""

import ast
from collections.abc import Iterable, Iterator
from enum import Enum

from msgspec import Struct

from migrate_engines.tree.summary import absolute_import, is_type_checking

_IMPORTS = (ast.Import, ast.ImportFrom)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_COMPOUND = (
    ast.ClassDef,
    ast.Try,
    ast.TryStar,
    ast.With,
    ast.AsyncWith,
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.Match,
)


class When(Enum):
    """``LOADING`` is while the module is imported, class bodies included; ``LATER`` is in a function."""

    LOADING = "module-level"
    LATER = "function-local"
    TYPE_CHECKING = "type-checking"


class Request(Struct, frozen=True):
    """``target`` is absolute: a module, or ``module.name``, of which the last may be ``*``.

    ``may_fail`` says that the module may go on where the import fails.
    """

    target: str
    when: When
    line: int = 0
    may_fail: bool = False


def import_requests(tree: ast.Module, package: str) -> Iterator[Request]:
    """What the imports of a module ask for, in source order; relative ones start at ``package``."""
    return _in_block(tree.body, package, When.LOADING)


def _in_block(
    statements: Iterable[ast.stmt], package: str, when: When, may_fail: bool = False
) -> Iterator[Request]:
    for statement in statements:
        if isinstance(statement, _IMPORTS):
            line = statement.lineno
            yield from (Request(target, when, line, may_fail) for target in _targets(statement, package))
        elif isinstance(statement, _FUNCTIONS):
            later = When.LATER if when is When.LOADING else when
            yield from _in_block(statement.body, package, later)
        elif isinstance(statement, ast.If):
            yield from _guarded(statement, package, when, may_fail)
        elif isinstance(statement, _COMPOUND):
            body, *others = _blocks(statement)
            yield from _in_block(body, package, when, may_fail or _may_catch(statement))
            for block in others:
                yield from _in_block(block, package, when, may_fail)


def _may_catch(statement: ast.stmt) -> bool:
    """Whether a failure in the body may end there; ``suppress`` goes by many names."""
    return bool(getattr(statement, "handlers", ())) or isinstance(statement, (ast.With, ast.AsyncWith))


def _targets(statement: ast.Import | ast.ImportFrom, package: str) -> list[str]:
    if isinstance(statement, ast.Import):
        return [alias.name for alias in statement.names]
    source = absolute_import(statement, package)
    return [f"{source}.{alias.name}" for alias in statement.names]


def _guarded(statement: ast.If, package: str, when: When, may_fail: bool) -> Iterator[Request]:
    """``if TYPE_CHECKING`` hides its body, ``if not TYPE_CHECKING`` its other branch."""
    match statement.test:
        case ast.UnaryOp(ast.Not(), guard):
            body, other = when, When.TYPE_CHECKING if is_type_checking(guard) else when
        case guard:
            body, other = When.TYPE_CHECKING if is_type_checking(guard) else when, when
    yield from _in_block(statement.body, package, body, may_fail)
    yield from _in_block(statement.orelse, package, other, may_fail)


def _blocks(statement: ast.stmt) -> Iterator[list[ast.stmt]]:
    """The blocks of a statement, in source order."""
    yield getattr(statement, "body", [])
    for inner in (*getattr(statement, "handlers", ()), *getattr(statement, "cases", ())):
        yield inner.body
    yield getattr(statement, "orelse", [])
    yield getattr(statement, "finalbody", [])
