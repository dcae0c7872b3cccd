"""What an object holds: attributes, slots, items, closures, defaults, bound objects, weak references.

Nothing of the team's own code runs: no property, no ``__getattr__``, no ``__iter__``, no ``__repr__``.
"""

import gc
import types
import weakref
from collections import deque
from collections.abc import Iterator
from typing import Any

# What is written behind the path of the holder, and what is held.
Edge = tuple[str, object]

_GENERATORS = {
    types.GeneratorType: "gi_frame",
    types.CoroutineType: "cr_frame",
    types.AsyncGeneratorType: "ag_frame",
}
_PROXIES = (weakref.ProxyType, weakref.CallableProxyType)
_PRINTED = (str, bytes, int, float, bool, type(None))
_WIDTH = 40
_CONTAINERS = (list, tuple, deque, set, frozenset)


def edges(it: object) -> Iterator[Edge]:
    """Each thing that the object holds, once by each way in which it holds it."""
    kind = type(it)
    if kind in _PROXIES:
        yield from _referent_of_proxy(it)
        return
    special = list(_special(it, kind))
    yield from special
    attributes = list(_attributes(it, kind))
    yield from attributes
    if not issubclass(kind, _COMPLETE):
        yield from _hidden(it, {id(held) for _, held in (*special, *attributes)})


def _special(it: object, kind: type) -> Iterator[Edge]:
    if issubclass(kind, dict):
        yield from _items(it)
    elif issubclass(kind, (list, tuple, deque)):
        yield from ((f"[{number}]", each) for number, each in enumerate(_elements(it)))
    elif issubclass(kind, (set, frozenset)):
        yield from (("{...}", each) for each in _elements(it))
    elif isinstance(it, types.MappingProxyType):
        yield from (each for held in gc.get_referents(it) if type(held) is dict for each in _items(held))
    elif isinstance(it, types.FunctionType):
        yield from function_values(it)
    elif isinstance(it, (types.MethodType, types.BuiltinMethodType, types.MethodWrapperType)):
        yield ".__self__", it.__self__
        if isinstance(it, types.MethodType):
            yield ".__func__", it.__func__
    elif isinstance(it, weakref.ReferenceType):
        yield "()", weakref.ReferenceType.__call__(it)
    elif kind in _GENERATORS:
        frame = getattr(it, _GENERATORS[kind])
        yield from ((f".<local {name}>", each) for name, each in (frame.f_locals if frame else {}).items())


def _items(it: Any) -> Iterator[Edge]:
    for key, value in list(dict.items(it)):
        yield f"[{_shown(key)}]", value
        yield f".<key {_shown(key)}>", key


def _elements(it: Any) -> list[object]:
    """By the built-in class's own iteration, whatever a subclass does."""
    base: Any = next(each for each in _CONTAINERS if issubclass(type(it), each))
    return list(base.__iter__(it))


def _shown(key: object) -> str:
    if type(key) not in _PRINTED:
        return f"<{type(key).__name__}>"
    text = repr(key)
    return text if len(text) <= _WIDTH else f"{text[: _WIDTH - 4]}...{text[-1]}"


def function_values(function: types.FunctionType) -> Iterator[Edge]:
    """Defaults and closure of a function."""
    for number, value in enumerate(function.__defaults__ or ()):
        yield f".__defaults__[{number}]", value
    for name, value in (function.__kwdefaults__ or {}).items():
        yield f".__kwdefaults__[{name!r}]", value
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
        yield from ((f".__closure__[{name!r}]", value) for value in gc.get_referents(cell))


def _attributes(it: object, kind: type) -> Iterator[Edge]:
    for name, value in _namespace(it).items():
        yield f".{name}", value
    for each in kind.__mro__:
        slots = {} if each in _COMPLETE else vars(each)  # a function's would be its globals, too
        for name, slot in slots.items():
            if type(slot) is types.MemberDescriptorType:
                yield from _slot(name, slot, it)


def _slot(name: str, slot: types.MemberDescriptorType, it: object) -> Iterator[Edge]:
    try:
        yield f".{name}", slot.__get__(it, type(it))
    except AttributeError:
        return  # the slot is empty


def _namespace(it: object) -> dict[str, object]:
    try:
        found = object.__getattribute__(it, "__dict__")
    except AttributeError:
        return {}
    return found if isinstance(found, dict) else {}


def _referent_of_proxy(it: object) -> Iterator[Edge]:
    try:
        yield "()", it.__init__.__self__  # type: ignore[misc]
    except ReferenceError:
        return  # it is gone


# What Python code can say about these is all there is.
_COMPLETE = (
    dict, list, tuple, deque, set, frozenset, types.MappingProxyType, types.FunctionType, types.MethodType,
    *_GENERATORS,
)  # fmt: skip


def _hidden(it: object, known: set[int]) -> Iterator[Edge]:
    """What only the interpreter sees: the contents of caches, tasks, iterators and other objects in C."""
    skipped = known | {id(_namespace(it))} | {id(each) for each in type(it).__mro__}
    yield from ((".<held>", each) for each in gc.get_referents(it) if id(each) not in skipped)
