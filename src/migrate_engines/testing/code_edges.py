"""What classes and functions hold: every user of a process reaches it.

A function's globals are followed by the names that its code reads, so that a module's cache is found, and the
rest of the module is not.
"""

import types
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, partialmethod

from migrate_engines.testing.edges import edges, function_values
from migrate_engines.testing.finding import Code
from migrate_engines.testing.kinds import is_own


@dataclass(frozen=True, slots=True)
class CodeEdge:
    """``code`` is the kind of finding if what is held here is a user's."""

    label: str
    held: object
    code: Code
    place: str


def code_edges(it: object, private: bool) -> Iterator[CodeEdge]:
    """Edges of a class, a function, or a wrapper of one; none where it is not the team's own.

    A private function is one that a single user holds: what it closes over is that user's.
    """
    if issubclass(type(it), type):
        yield from _of_class(it)  # type: ignore[arg-type]
    elif isinstance(it, types.FunctionType):
        if is_own(it.__module__):
            yield from () if private else _values(it)
            yield from _globals(it)
    elif not isinstance(it, types.ModuleType):
        yield from _of_wrapper(it)


def _of_class(cls: type) -> Iterator[CodeEdge]:
    yield CodeEdge(".__class__", type(cls), Code.CLASS_STATE, cls.__qualname__)
    for each in cls.__mro__:
        if is_own(each.__module__):
            for name, value in list(vars(each).items()):
                if name not in ("__dict__", "__weakref__", "__doc__", "__module__"):
                    place = f"{each.__module__}.{each.__qualname__}.{name}"
                    yield CodeEdge(f".{name}", value, Code.CLASS_STATE, place)


def _values(function: types.FunctionType) -> Iterator[CodeEdge]:
    place = f"{function.__module__}.{function.__qualname__}"
    for label, value in function_values(function):
        code = Code.CLOSURE_STATE if label.startswith(".__closure__") else Code.DEFAULT_ARGUMENT
        yield CodeEdge(label, value, code, place)
    for name, value in vars(function).items():
        yield CodeEdge(f".{name}", value, Code.MODULE_STATE, f"{place}.{name}")


def _globals(function: types.FunctionType) -> Iterator[CodeEdge]:
    names = _names(function.__code__)
    for name in sorted(names & function.__globals__.keys()):
        value = function.__globals__[name]
        if not issubclass(type(value), types.ModuleType):
            label, place = f".__globals__[{name!r}]", f"{function.__module__}.{name}"
            yield CodeEdge(label, value, Code.MODULE_STATE, place)
        elif is_own(value.__name__):
            for read in sorted(names & vars(value).keys()):
                held = vars(value)[read]
                yield CodeEdge(
                    f".__globals__[{name!r}].{read}", held, Code.MODULE_STATE, f"{value.__name__}.{read}"
                )


def _names(code: types.CodeType) -> set[str]:
    """What the code and the functions within it read."""
    inner = (each for each in code.co_consts if isinstance(each, types.CodeType))
    return set(code.co_names).union(*map(_names, inner))


def _of_wrapper(it: object) -> Iterator[CodeEdge]:
    """Properties, static methods, caches: what they wrap, and what they keep."""
    wrapped = (staticmethod, classmethod, property, cached_property, partialmethod)
    name = getattr(it, "__qualname__", type(it).__name__)
    for label, held in edges(it):
        if isinstance(it, wrapped) or issubclass(type(held), (types.FunctionType, type)):
            yield CodeEdge(label, held, Code.CLASS_STATE, name)
        else:  # the cache of functools.lru_cache
            yield CodeEdge(label, held, Code.MODULE_STATE, f"{getattr(it, '__module__', '')}.{name}")
