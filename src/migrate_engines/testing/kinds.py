"""Which objects may be shared: what cannot change, what is code, and what belongs to the process."""

import asyncio
import contextvars
import dataclasses
import datetime
import decimal
import enum
import fractions
import functools
import logging
import pathlib
import re
import sys
import types
import uuid
import weakref
from collections.abc import Iterable, Mapping

# Never a finding, and nothing of a user is behind them. (A traceback leads to the frames of this very check.)
LEAVES: tuple[type, ...] = (
    type(None), bool, int, float, complex, str, bytes, range, slice, type(...), type(NotImplemented),
    datetime.date, datetime.time, datetime.timedelta, datetime.tzinfo, decimal.Decimal, fractions.Fraction,
    uuid.UUID, pathlib.PurePath, re.Pattern, enum.Enum, type, types.ModuleType, types.CodeType,
    types.GenericAlias, types.UnionType, types.TracebackType, types.FrameType,
    types.MethodDescriptorType, types.WrapperDescriptorType, types.ClassMethodDescriptorType,
    types.GetSetDescriptorType, types.MemberDescriptorType,
    logging.Logger, logging.Handler, logging.Manager,
    asyncio.AbstractEventLoop, contextvars.ContextVar, contextvars.Context,
)  # fmt: skip

# Cannot be changed themselves; what they hold is looked at.
SHELLS: tuple[type, ...] = (
    tuple, frozenset, types.MappingProxyType, functools.partial, functools.partialmethod,
    types.FunctionType, types.MethodType, types.BuiltinMethodType, types.MethodWrapperType, types.CellType,
    staticmethod, classmethod, property, functools.cached_property, weakref.ReferenceType,
    weakref.ProxyType, weakref.CallableProxyType,
)  # fmt: skip

_LRU_CACHE: type = type(functools.lru_cache(lambda: None))

_CODE: tuple[type, ...] = (
    types.FunctionType, type, types.ModuleType, staticmethod, classmethod, property, _LRU_CACHE,
    functools.cached_property, functools.partialmethod,
)  # fmt: skip


def is_leaf(it: object) -> bool:
    # By type(), as a mock or a proxy may lie about its __class__.
    kind = type(it)
    is_sentinel = kind is object or (kind.__module__, kind.__qualname__) == (
        "unittest.mock",
        "_SentinelObject",
    )
    return is_sentinel or issubclass(kind, LEAVES)


def may_be_shared(it: object) -> bool:
    """The object itself; what it holds is judged on its own."""
    kind = type(it)
    return is_leaf(it) or issubclass(kind, (*SHELLS, _LRU_CACHE)) or is_frozen(kind)


def is_code(it: object) -> bool:
    """Functions and classes, and what wraps them: all users of a process share it."""
    return issubclass(type(it), _CODE)


def is_frozen(kind: type) -> bool:
    """Frozen dataclasses, and frozen classes of attrs and pydantic."""
    if dataclasses.is_dataclass(kind):
        return bool(kind.__dataclass_params__.frozen)  # type: ignore[attr-defined]
    if kind.__setattr__.__name__ == "_frozen_setattrs":
        return True
    config = getattr(kind, "model_config", None)
    return isinstance(config, Mapping) and bool(config.get("frozen"))


class Allowed:
    """The services that a team has declared as shared, with what is behind them."""

    def __init__(self, shared: Iterable[object]) -> None:
        declared = tuple(shared)  # holds them, so that no other object gets their id
        self._ids = {id(each) for each in declared}
        self._kinds = tuple(each for each in declared if isinstance(each, type))
        self._declared = declared

    def __contains__(self, it: object) -> bool:
        return id(it) in self._ids or issubclass(type(it), self._kinds)


def is_own(module: str | None) -> bool:
    """Is it the team's own code? The caches of the standard library and of installed packages are theirs."""
    if module is None or module.partition(".")[0] in sys.stdlib_module_names:
        return False
    file = getattr(sys.modules.get(module), "__file__", None) or ""
    return not {"site-packages", "dist-packages"} & set(pathlib.PurePath(file).parts)
