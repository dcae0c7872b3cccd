"""What kind of object an expression makes."""

import ast

from migrate_engines.facts.parsed import ParsedModule
from migrate_engines.finding.scope import Scope
from migrate_engines.tree.summary import dotted_text
from migrate_engines.tree.unparsing import unparse

_CONTAINERS = frozenset(
    ["builtins.dict", "builtins.list", "builtins.set", "builtins.bytearray"]
    + [f"collections.{name}" for name in ("defaultdict", "OrderedDict", "deque", "Counter", "ChainMap")]
    + [f"weakref.{name}" for name in ("WeakValueDictionary", "WeakKeyDictionary", "WeakSet")]
)
_LOCK_NAMES = ("Lock", "RLock", "Semaphore", "BoundedSemaphore", "Event", "Condition", "Barrier")
_QUEUE_NAMES = ("Queue", "LifoQueue", "PriorityQueue", "SimpleQueue")
_LOCKS = frozenset(
    [f"{module}.{name}" for module in ("asyncio", "threading") for name in _LOCK_NAMES]
    + [f"{module}.{name}" for module in ("asyncio", "queue") for name in _QUEUE_NAMES]
    + ["threading.local", "contextvars.ContextVar"]
)
_CACHES = frozenset(["lru_cache", "cache", "cached", "alru_cache", "ttl_cache", "memoize"])


def callee(call: ast.Call, module: ParsedModule, scope: Scope) -> str | None:
    """The dotted name of what is called: of this tree, of a library or ``builtins.name``."""
    resolution = module.resolve(call.func, scope)
    if resolution is not None:
        return resolution.canonical
    written = dotted_text(call.func)
    is_builtin = written is not None and "." not in written and not scope.lookup(written)
    return f"builtins.{written}" if is_builtin else None


def is_container(value: ast.expr | None, module: ParsedModule, scope: Scope) -> bool:
    """Whether the expression makes a container that can be changed."""
    match value:
        case ast.Dict() | ast.List() | ast.Set() | ast.ListComp() | ast.SetComp() | ast.DictComp():
            return True
        case ast.Call():
            return callee(value, module, scope) in _CONTAINERS
    return False


def is_lock(value: ast.expr | None, module: ParsedModule, scope: Scope) -> bool:
    return bool(lock_class(value, module, scope))


def lock_class(value: ast.expr | None, module: ParsedModule, scope: Scope) -> str:
    """The dotted name of the lock, queue or context variable that the expression makes; "" for none."""
    found = callee(value, module, scope) if isinstance(value, ast.Call) else None
    return found if found in _LOCKS else ""


def is_cache(decorator: ast.expr) -> bool:
    """By the decorator's own name: caches come from many libraries."""
    target = decorator.func if isinstance(decorator, ast.Call) else decorator
    return (dotted_text(target) or "").rpartition(".")[2] in _CACHES


def made_class(value: ast.expr | None, module: ParsedModule, scope: Scope) -> str | None:
    """The class of this tree whose constructor the expression calls, through ``await`` or ``or`` too."""
    match value:
        case ast.Await(inner):
            return made_class(inner, module, scope)
        case ast.BoolOp(values=values):
            found = [made_class(each, module, scope) for each in values]
            return next(filter(None, found), None)
        case ast.Call(func):
            return module.class_named(func, scope)
    return None


def short_text(value: ast.expr | None) -> str:
    """The expression as written, on one line of 60 characters at the most."""
    text = "" if value is None else " ".join(unparse(value).split())
    return text if len(text) <= 60 else f"{text[:57]}..."
