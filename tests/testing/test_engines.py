"""Wrong engines, one for each kind of leak, and right ones that look suspicious."""

import asyncio
import contextlib
import functools
import logging
import threading
import types
import weakref
from collections.abc import Callable
from dataclasses import dataclass, field
from unittest.mock import MagicMock

import pytest

from migrate_engines.testing import Request, Subject
from migrate_engines.testing.engines import engine_findings
from migrate_engines.testing.finding import Finding

USERS = 4


@dataclass
class Context:
    user_id: str
    notes: list[str] = field(default_factory=list)


@dataclass
class Result:
    answer: str


@dataclass(frozen=True)
class Settings:
    limit: int
    models: tuple[str, ...]


class Engine:
    """Shares nothing."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.history: list[Result] = []

    async def run(self, message: str) -> Result:
        await asyncio.sleep(0)
        result = Result(f"{self.context.user_id} asked {message}")
        self.history.append(result)
        return result


def context_for(request: Request) -> Context:
    return Context(request.user_id)


def findings(engine_for: Callable[[Context], object], **options: object) -> list[Finding]:
    subject: Subject[Context, Engine] = Subject(
        context_for=context_for,
        engine_for=engine_for,
        run=lambda engine, context, message: engine.run(message),
        **options,
    )
    return asyncio.run(engine_findings(subject, USERS))


def with_attributes(**attributes: object) -> Callable[[Context], Engine]:
    """Engines that all have the same values under these names."""

    def engine_for(context: Context) -> Engine:
        engine = Engine(context)
        vars(engine).update(attributes)
        return engine

    return engine_for


# --- wrong ---


class Registry:
    def __init__(self) -> None:
        self._cache: dict[str, list[str]] = {}


class WithSlots(Engine):
    __slots__ = ("scratch",)


class ClassHistory(Engine):
    past: list[Result] = []  # noqa: RUF012 - the flaw

    async def run(self, message: str) -> Result:
        result = await super().run(message)
        self.past.append(result)
        return result


class ClassUser(Engine):
    current = ""

    async def run(self, message: str) -> Result:
        type(self).current = self.context.user_id
        return await super().run(message)


ANSWERS: dict[str, Result] = {}


class ModuleCache(Engine):
    async def run(self, message: str) -> Result:
        ANSWERS[message] = await super().run(message)
        return ANSWERS[message]


@functools.lru_cache
def remembered(user_id: str) -> Result:
    return Result(user_id)


class CachedFunction(Engine):
    async def run(self, message: str) -> Result:
        remembered(self.context.user_id)
        return await super().run(message)


class DefaultArgument(Engine):
    async def run(self, message: str, seen: list[str] = []) -> Result:  # noqa: B006 - the flaw
        seen.append(message)
        return await super().run(message)


def remembering() -> Callable[[Engine, str], None]:
    seen: list[str] = []

    def remember(engine: Engine, message: str) -> None:
        seen.append(message)

    return remember


class Closure(Engine):
    remember = remembering()

    async def run(self, message: str) -> Result:
        self.remember(message)
        return await super().run(message)


STORE = types.ModuleType("acme_store")
STORE.answers = {}


class OtherModule(Engine):
    async def run(self, message: str) -> Result:
        STORE.answers[message] = await super().run(message)
        return STORE.answers[message]


class Service:
    seen: list[str] = []  # noqa: RUF012 - the flaw

    def remember(self, message: str) -> None:
        self.seen.append(message)


SERVICE = Service()


class GlobalService(Engine):
    async def run(self, message: str) -> Result:
        SERVICE.remember(message)
        return await super().run(message)


class FunctionAttribute(Engine):
    async def run(self, message: str) -> Result:
        FunctionAttribute.run.last = self
        return await super().run(message)


class Registering(type):
    made: dict[str, Engine] = {}  # noqa: RUF012 - the flaw

    def __call__(cls, context: Context) -> Engine:
        cls.made[context.user_id] = super().__call__(context)
        return cls.made[context.user_id]


class OfRegisteringClass(Engine, metaclass=Registering): ...


class Property(Engine):
    @property
    def past(self, log: list[str] = []) -> list[str]:  # noqa: B006 - the flaw
        log.append(self.context.user_id)
        return log

    async def run(self, message: str) -> Result:
        assert self.past
        return await super().run(message)


class WeaklyPooled(Engine):
    pool: weakref.WeakValueDictionary[str, Engine] = weakref.WeakValueDictionary()  # noqa: RUF012 - the flaw

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.pool[context.user_id] = self


class CachedMethod(Engine):
    @functools.lru_cache  # noqa: B019 - the flaw
    def remember(self, message: str) -> str:
        return message

    async def run(self, message: str) -> Result:
        self.remember(message)
        return await super().run(message)


class Nobodys(Engine):
    """Is not told whose it is."""

    def __init__(self, context: Context) -> None:
        super().__init__(Context("nobody"))


def refusing(context: Context) -> Engine:
    raise PermissionError("no engine")


class Failing(Engine):
    async def run(self, message: str) -> Result:
        raise LookupError("no agent")


def sharing_the_result() -> Callable[[Context], Engine]:
    result = Result("fine")

    class SameResult(Engine):
        async def run(self, message: str) -> Result:
            return result

    return SameResult


def told_by_another() -> Callable[[Context], Engine]:
    """Each engine has a copy of what the one before it was told: an equal text, and no object in common."""
    said = ["nobody"]

    def engine_for(context: Context) -> Engine:
        engine = Engine(context)
        engine.previous = " ".join(["after", said[-1]])
        said.append(context.user_id)
        return engine

    return engine_for


def closing_over(shared: object) -> Callable[[Context], Engine]:
    def engine_for(context: Context) -> Engine:
        engine = Engine(context)
        engine.on_event = lambda: shared
        return engine

    return engine_for


def weakly_known() -> Callable[[Context], Engine]:
    known: list[Engine] = []

    def engine_for(context: Context) -> Engine:
        engine = Engine(context)
        engine.peers = [weakref.ref(each) for each in known]
        known.append(engine)
        return engine

    return engine_for


def bound_to_one() -> Callable[[Context], Engine]:
    log: list[str] = []

    def engine_for(context: Context) -> Engine:
        engine = Engine(context)
        engine.report = log.append
        engine.later = functools.partial(print, log)
        return engine

    return engine_for


def generating() -> Callable[[Context], Engine]:
    log: list[str] = []

    def steps():
        yield log

    def engine_for(context: Context) -> Engine:
        engine = Engine(context)
        engine.steps = steps()
        next(engine.steps)
        return engine

    return engine_for


def slotted(shared: object) -> Callable[[Context], Engine]:
    def engine_for(context: Context) -> Engine:
        engine = WithSlots(context)
        engine.scratch = shared
        return engine

    return engine_for


registry = Registry()
registry._cache["x"] = []


def holding_part_of_the_registry(context: Context) -> Engine:
    engine = Engine(context)
    engine.registry = Registry()
    engine.registry._cache["x"] = registry._cache["x"]
    return engine


LEAKS = {
    "attribute": (with_attributes(scratch={}), "shared-object", "engine.scratch"),
    "deep-attribute": (holding_part_of_the_registry, "shared-object", "engine.registry._cache['x']"),
    "slot": (slotted([]), "shared-object", "engine.scratch"),
    "emitter": (with_attributes(emitter=Registry()), "shared-object", "Registry at engine.emitter"),
    "inside-a-tuple": (with_attributes(pair=(1, [])), "shared-object", "engine.pair[1]"),
    "inside-frozen": (with_attributes(settings=Settings(1, [])), "shared-object", "engine.settings.models"),
    "closure": (closing_over([]), "shared-object", "engine.on_event.__closure__['shared']"),
    "bound-method": (bound_to_one(), "shared-object", "engine.report.__self__"),
    "generator": (generating(), "shared-object", "engine.steps.<local log>"),
    "weak-reference": (weakly_known(), "shared-object", "engine.peers[0]()"),
    "result": (sharing_the_result(), "shared-result", "result[0]"),
    "class-attribute": (ClassHistory, "class-state", "ClassHistory.past"),
    "class-text": (ClassUser, "class-state", "ClassUser.current"),
    "module-cache": (ModuleCache, "module-state", "test_engines.ANSWERS"),
    "cache-of-another-module": (OtherModule, "module-state", "acme_store.answers"),
    "class-of-a-global": (GlobalService, "class-state", "Service.seen"),
    "cached-function": (CachedFunction, "module-state", "test_engines.remembered"),
    "function-attribute": (FunctionAttribute, "module-state", "FunctionAttribute.run.last"),
    "default-argument": (DefaultArgument, "default-argument", "DefaultArgument.run"),
    "metaclass": (OfRegisteringClass, "class-state", "Registering.made"),
    "weak-dictionary": (WeaklyPooled, "class-state", "WeaklyPooled.pool"),
    "cached-method": (CachedMethod, "module-state", "CachedMethod.remember"),
    "default-of-a-property": (Property, "default-argument", "Property.past"),
    "closure-of-a-method": (Closure, "closure-state", "remember"),
    "copied-text": (told_by_another(), "foreign-data", "engine.previous"),
    "no-user": (Nobodys, "no-user", "Nobodys"),
    "refusing": (refusing, "factory-failed", "PermissionError: no engine"),
    "failing": (Failing, "run-failed", "LookupError: no agent"),
}


@pytest.mark.parametrize("name", LEAKS)
def test_each_kind_of_leak_is_found_and_placed(name: str) -> None:
    engine_for, code, place = LEAKS[name]
    found = findings(engine_for)
    assert [each.code for each in found if each.code != code] == []
    assert found, "nothing was found"
    assert place in found[0].render()


def test_both_paths_and_the_remedy_are_told() -> None:
    (found,) = findings(with_attributes(registry=registry), scope="request")
    assert found.render().splitlines() == [
        f"shared-object: one {Registry.__module__}.Registry at engine.registry",
        "  user 1 reaches it as engine.registry",
        "  user 2 reaches it as engine.registry",
        f"  {USERS} users reach it",
        "  -> Make one for each engine; a service shared on purpose goes into Subject.shared.",
    ]


def test_state_of_a_class_is_told_once_with_its_owner() -> None:
    ClassHistory.past.clear()
    (found,) = findings(ClassHistory)
    assert found.facts == (
        "holds a Result of user 1, who reaches it as engine.history[0]",
        "every other user reaches it as engine.past[0]",
        f"holds something of {USERS} users",
    )


# --- right ---


class Pool:
    def __init__(self) -> None:
        self.free: list[str] = []


POOL = Pool()


class Total(Engine):
    """Has a constant table, a log of names and a counter, and none of them tells of a user."""

    table: dict[str, int] = {"a": 1}  # noqa: RUF012 - on purpose
    made: list[str] = []  # noqa: RUF012 - on purpose
    total = 0

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.made.append(type(self).__name__)
        type(self).total += 1


def per_engine_closure(context: Context) -> Engine:
    engine = Engine(context)
    own: list[str] = []
    engine.on_event = lambda: own
    engine.lock = asyncio.Lock()
    return engine


class Hostile:
    """Nothing of it may be run."""

    def fail(self, *arguments: object) -> None:
        raise AssertionError("code of the team was run")

    __getattr__ = __repr__ = __iter__ = __eq__ = __len__ = fail
    __hash__ = object.__hash__
    value = property(fail)


class HostileDict(dict):
    items = __iter__ = __getitem__ = Hostile.fail


def own(**makers: Callable[[], object]) -> Callable[[Context], Engine]:
    """Engines of which each has values of its own."""

    def engine_for(context: Context) -> Engine:
        engine = Engine(context)
        vars(engine).update({name: make() for name, make in makers.items()})
        return engine

    return engine_for


async def with_a_task(context: Context) -> Engine:
    engine = Engine(context)
    engine.task = asyncio.create_task(asyncio.Event().wait())
    return engine


SENTINEL = object()

RIGHT = {
    "plain": (Engine, {}),
    "sentinel": (with_attributes(absent=SENTINEL), {}),
    "own-mocks": (own(client=MagicMock, text=lambda: MagicMock(spec=str)), {}),
    "own-primitives": (own(lock=threading.Lock, queue=asyncio.Queue, stack=contextlib.AsyncExitStack), {}),
    "own-hostile": (own(one=Hostile, two=lambda: HostileDict(a=[1])), {}),
    "own-task": (with_a_task, {}),
    "logger": (with_attributes(logger=logging.getLogger("acme")), {}),
    "immutable": (with_attributes(settings=Settings(3, ("a", "b"))), {}),
    "read-only": (with_attributes(limits=types.MappingProxyType({"a": 1})), {}),
    "module-and-class": (with_attributes(module=logging, kind=Pool, convert=str.upper), {}),
    "declared": (with_attributes(pool=POOL), {"shared": {"connections are not of a user": POOL}}),
    "declared-by-class": (with_attributes(pool=POOL), {"shared": {"connections are not of a user": Pool}}),
    "constants": (Total, {}),
    "own-closure": (per_engine_closure, {}),
}


@pytest.mark.parametrize("name", RIGHT)
def test_what_only_looks_suspicious_passes(name: str) -> None:
    engine_for, options = RIGHT[name]
    assert [each.render() for each in findings(engine_for, **options)] == []


def test_what_is_declared_is_not_looked_into() -> None:
    pool = Pool()

    def engine_for(context: Context) -> Engine:
        pool.free.append(context.user_id)
        return with_attributes(pool=pool)(context)

    assert findings(engine_for, shared={"the pool": pool}) == []


def test_five_hundred_users() -> None:
    subject: Subject[Context, Engine] = Subject(
        context_for=context_for,
        engine_for=Engine,
        run=lambda engine, context, message: engine.run(message),
    )
    assert asyncio.run(engine_findings(subject, 500)) == []
