"""A deprecated module as a redirect: the same objects under the same names, and one warning."""

import ast
from collections.abc import Iterator, Sequence

from msgspec import Struct

from migrate_engines.emitting.imports import FromImport
from migrate_engines.tree.parsing import parse
from migrate_engines.tree.source import SourceFile
from migrate_engines.tree.steps import Step
from migrate_engines.tree.summary import dotted_text, is_type_checking
from migrate_engines.tree.unparsing import unparse

MARKER = "migrate-engines: redirect"
_PURE_DECORATORS = frozenset(
    [
        "dataclass",
        "dataclasses.dataclass",
        "property",
        "staticmethod",
        "classmethod",
        "abstractmethod",
        "abc.abstractmethod",
        "contextmanager",
        "asynccontextmanager",
        "contextlib.contextmanager",
        "contextlib.asynccontextmanager",
        "functools.wraps",
        "functools.lru_cache",
        "functools.cache",
        "runtime_checkable",
        "typing.runtime_checkable",
        "unique",
        "enum.unique",
        "final",
        "typing.final",
    ]
)
_PLAIN_METACLASSES = ("ABCMeta", "abc.ABCMeta", "EnumMeta", "enum.EnumMeta")
_PURE_CALLS = frozenset(
    [
        "TypeVar",
        "typing.TypeVar",
        "ParamSpec",
        "NewType",
        "namedtuple",
        "collections.namedtuple",
        "logging.getLogger",
        "frozenset",
        "tuple",
        "set",
        "list",
        "dict",
        "object",
    ]
)


class SideEffect(Struct, frozen=True):
    """A statement that does something when the module is imported."""

    line: int
    text: str
    assigned: str | None = None

    def __str__(self) -> str:
        return f"line {self.line}: {self.text}"


_EFFECTS = Step("side effects", list[SideEffect])


def shim_text(module: str, exports: Sequence[FromImport], successor: str) -> str:
    """The redirect module: ``exports`` are sorted; ``successor`` is where readers are sent."""
    modules: dict[str, list[FromImport]] = {}
    for each in exports:
        modules.setdefault(each.module, []).append(each)
    imports = "\n".join(
        "from {} import (\n{})".format(
            source, "".join(f"    {each.name} as {each.local},\n" for each in names)
        )
        for source, names in sorted(modules.items())
    )
    public = "".join(f'    "{each.local}",\n' for each in exports if not each.local.startswith("_"))
    return (
        f'"""Deprecated: use {successor}.\n\n{MARKER}\n"""\n\n'
        f"import warnings\n\n{imports}\n\n__all__ = [\n{public}]\n\n"
        f'warnings.warn(\n    "{module} is deprecated: "\n    "use {successor}",\n'
        f"    DeprecationWarning,\n    stacklevel=2,\n)\n"
    )


def is_shim(text: str) -> bool:
    """Whether a module is a redirect that this tool wrote."""
    return MARKER in text[:2000].splitlines()


def side_effects(source: SourceFile, pure_calls: frozenset[str]) -> list[SideEffect]:
    """Everything that importing the module does besides binding names to definitions and constants.

    Raises:
        Unreadable: the source cannot be parsed.
    """
    return _EFFECTS.of_text(
        source.text, repr(sorted(pure_calls)), lambda: _side_effects(parse(source), pure_calls)
    )


def _side_effects(tree: ast.Module, pure_calls: frozenset[str]) -> list[SideEffect]:
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    exported = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    effects: list[SideEffect] = []
    for statement in tree.body:
        effects += _effects(statement, pure_calls | _PURE_CALLS, used | {str(each) for each in exported})
    return effects


def _effects(statement: ast.stmt, pure: frozenset[str], used: set[str]) -> Iterator[SideEffect]:
    match statement:
        case ast.Expr(ast.Constant()) | ast.Pass():
            return
        case ast.Import(names):
            for alias in names:
                if (alias.asname or alias.name.partition(".")[0]) not in used:
                    yield _effect(statement)
        case ast.ImportFrom():
            return
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            yield from _decorator_effects(statement, pure)
            defaults = [*statement.args.defaults, *filter(None, statement.args.kw_defaults)]
            if statement.name in ("__getattr__", "__dir__") or not all(
                _is_pure(each, pure) for each in defaults
            ):
                yield _effect(statement)
        case ast.ClassDef(keywords=keywords):
            yield from _decorator_effects(statement, pure)
            has_hook = any(dotted_text(each.value) not in _PLAIN_METACLASSES for each in keywords)
            if has_hook or not all(_is_pure(base, pure) for base in statement.bases):
                yield _effect(statement)
            for inner in statement.body:
                yield from _effects(inner, pure, used)
        case ast.Assign(targets, value) if all(map(_is_plain_target, targets)):
            if not _is_pure(value, pure):
                yield _effect(statement)
        case ast.Assign([ast.Attribute() as target], value) if _is_pure(value, pure):
            yield SideEffect(statement.lineno, unparse(statement), dotted_text(target))
        case ast.AnnAssign(ast.Name(), _, value):
            if value is not None and not _is_pure(value, pure):
                yield _effect(statement)
        case ast.AugAssign(ast.Name("__all__"), value=value) if _is_pure(value, pure):
            return
        case ast.If(test, _, orelse) if is_type_checking(test):
            for inner in orelse:
                yield from _effects(inner, pure, used)
        case ast.Try(body, handlers, [], []) if all(_is_import_error(each) for each in handlers):
            for inner in [*body, *(each for handler in handlers for each in handler.body)]:
                yield from _effects(inner, pure, used)
        case _:
            yield _effect(statement)


def _effect(statement: ast.stmt) -> SideEffect:
    return SideEffect(statement.lineno, unparse(statement).partition("\n")[0][:80])


def _decorator_effects(
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, pure: frozenset[str]
) -> Iterator[SideEffect]:
    for decorator in node.decorator_list:
        callee = decorator.func if isinstance(decorator, ast.Call) else decorator
        name = dotted_text(callee) or ""
        arguments = [*decorator.args, *decorator.keywords] if isinstance(decorator, ast.Call) else []
        if any(not _is_pure(each, pure) for each in arguments):
            name = ""
        is_accessor = name.rpartition(".")[2] in ("setter", "getter", "deleter")
        if name not in _PURE_DECORATORS | pure and not is_accessor:
            yield SideEffect(decorator.lineno, f"@{unparse(decorator)[:78]}")


def _is_import_error(handler: ast.ExceptHandler) -> bool:
    return dotted_text(handler.type) in ("ImportError", "ModuleNotFoundError")


def _is_plain_target(target: ast.expr) -> bool:
    if isinstance(target, (ast.Tuple, ast.List)):
        return all(map(_is_plain_target, target.elts))
    return isinstance(target, ast.Name)


def _is_pure(value: ast.AST, pure: frozenset[str]) -> bool:
    """Constants, names, containers and pure calls; an attribute may be a property, but of a module is not."""
    for node in ast.walk(value):
        if isinstance(node, ast.Call) and dotted_text(node.func) not in pure:
            return False
        if isinstance(node, (ast.Await, ast.Yield, ast.YieldFrom, ast.NamedExpr)):
            return False
    return True
