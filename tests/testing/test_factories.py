"""Factories that hand out what is somebody else's, one by one and under concurrency."""

import asyncio
from collections.abc import Callable

import pytest

from migrate_engines.testing import Subject
from migrate_engines.testing.factories import factory_findings
from migrate_engines.testing.finding import Finding


class Engine:
    def __init__(self, context: str) -> None:
        self.context = context


def findings(engine_for: Callable[[str], object], **options: object) -> list[Finding]:
    async def run(engine: Engine, context: str, message: str) -> None: ...

    subject: Subject[str, Engine] = Subject(
        context_for=lambda request: request.user_id, engine_for=engine_for, run=run, **options
    )
    return asyncio.run(factory_findings(subject, 6))


def singleton() -> Callable[[str], object]:
    made: list[Engine] = []

    def engine_for(context: str) -> Engine:
        if not made:
            made.append(Engine(context))
        return made[0]

    return engine_for


def per_user() -> Callable[[str], object]:
    made: dict[str, Engine] = {}
    return lambda context: made.setdefault(context, Engine(context))


def racing_get_or_create() -> Callable[[str], object]:
    """Right one by one; of two requests at once, both find nothing and make one each."""
    made: dict[str, Engine] = {}

    async def engine_for(context: str) -> Engine:
        if context not in made:
            await asyncio.sleep(0)
            made[context] = Engine(context)
        return made[context]

    return engine_for


def locked_get_or_create() -> Callable[[str], object]:
    made: dict[str, Engine] = {}
    lock = asyncio.Lock()

    async def engine_for(context: str) -> Engine:
        async with lock:
            if context not in made:
                await asyncio.sleep(0)
                made[context] = Engine(context)
            return made[context]

    return engine_for


def racing_slot() -> Callable[[str], object]:
    """Puts what it makes into a slot of its own, and looks there once it is its turn again."""
    slot: dict[str, Engine] = {}

    async def engine_for(context: str) -> Engine:
        slot["engine"] = Engine(context)
        await asyncio.sleep(0)
        return slot["engine"]

    return engine_for


def failing(context: str) -> Engine:
    raise KeyError(context)


WRONG = {
    "singleton": (singleton(), {}, ["shared-instance", "repeated-instance"]),
    "class-instead-of-an-engine": (lambda context: Engine, {}, ["shared-instance", "repeated-instance"]),
    "cached-per-user": (per_user(), {}, ["repeated-instance"]),
    "new-where-one-per-user-is-meant": (Engine, {"scope": "user"}, ["split-instance"]),
    "racing-get-or-create": (racing_get_or_create(), {"scope": "user"}, ["factory-race"]),
    "racing-slot": (racing_slot(), {}, ["factory-race", "factory-race"]),
    "failing": (failing, {}, ["factory-failed"] * 1),
}


@pytest.mark.parametrize("name", WRONG)
def test_each_flaw_is_found(name: str) -> None:
    engine_for, options, codes = WRONG[name]
    found = findings(engine_for, **options)
    assert sorted({each.code for each in found}) == sorted(set(codes)), [each.render() for each in found]
    assert all(each.place.startswith("engine_for ") for each in found)


def test_who_got_the_same_object_is_told() -> None:
    found = findings(singleton())
    assert found[0].render().splitlines() == [
        f"shared-instance: engine_for gives a {Engine.__module__}.Engine",
        "  user 1 and user 2 were given the same object",
        "  -> Build the object from the request's own context; keep no instance in the factory.",
    ]


def test_registries_are_asked_too() -> None:
    shared = Engine("everybody")
    (finding, repeated) = findings(Engine, providers={"registry": lambda context: shared})
    assert finding.place.startswith("registry ")
    assert repeated.code == "repeated-instance"


RIGHT = {
    "new": (Engine, {}),
    "one-per-user": (per_user(), {"scope": "user"}),
    "locked": (locked_get_or_create(), {"scope": "user"}),
}


@pytest.mark.parametrize("name", RIGHT)
def test_right_factories_pass(name: str) -> None:
    engine_for, options = RIGHT[name]
    assert findings(engine_for, **options) == []


def test_a_shared_service_may_come_from_a_registry() -> None:
    service = Engine("everybody")
    providers = {"registry": lambda context: service}
    assert findings(Engine, providers=providers, shared={"stateless": service}) == []
