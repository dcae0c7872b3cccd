"""Emitters that lose, mix up, repeat and block, over real WebSocket connections; and right ones."""

import asyncio
import json
from collections import defaultdict
from dataclasses import dataclass

import pytest

from migrate_engines.testing import Connection, Events, Request, Subject, User
from migrate_engines.testing.delivery import STORIES, event_findings
from migrate_engines.testing.finding import Finding

STARTED, THINKING, DONE = EXPECTED = ("started", "thinking", "done")
STAYING, COMING_BACK, LAGGING = STORIES
USERS = 4


@dataclass(frozen=True)
class Context:
    user_id: str
    run_id: str


class Bridge:
    """Keeps what a user has not been sent, and sends it in order: right."""

    def __init__(self) -> None:
        self.log: defaultdict[str, list[str]] = defaultdict(list)
        self.sent: defaultdict[str, int] = defaultdict(int)
        self.locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self.connections: dict[str, Connection] = {}

    async def connect(self, user: User, connection: Connection) -> None:
        self.connections[user.user_id] = connection
        await self.flush(user.user_id)

    async def disconnect(self, user: User, connection: Connection) -> None:
        self.connections.pop(user.user_id, None)

    async def emit(self, context: Context, kind: str) -> None:
        self.log[context.user_id].append(json.dumps({"type": kind, "run": context.run_id}))
        await self.flush(context.user_id)

    async def flush(self, user_id: str) -> None:
        async with self.locks[user_id]:
            while user_id in self.connections and self.sent[user_id] < len(self.log[user_id]):
                try:
                    await self.connections[user_id].send(self.log[user_id][self.sent[user_id]])
                except ConnectionResetError:
                    self.connections.pop(user_id, None)
                else:
                    self.sent[user_id] += 1


class Dropping(Bridge):
    """What cannot be sent at once is gone."""

    async def emit(self, context: Context, kind: str) -> None:
        await self.send(context.user_id, json.dumps({"type": kind, "run": context.run_id}))

    async def send(self, user_id: str, message: str) -> None:
        if user_id in self.connections:
            try:
                await self.connections[user_id].send(message)
            except ConnectionResetError:
                self.connections.pop(user_id, None)


class Gone(Exception):
    """What the transport of this team raises once the client has left."""


class Failing(Bridge):
    """Lets a run fail as its client leaves: the second event waits for that, then it is sent nevertheless."""

    def __init__(self) -> None:
        super().__init__()
        self.gone: dict[str, asyncio.Event] = {}

    async def connect(self, user: User, connection: Connection) -> None:
        if user.index % 2 and user.user_id not in self.gone:
            self.gone[user.user_id] = asyncio.Event()
            self.held = connection
        await super().connect(user, connection)

    async def disconnect(self, user: User, connection: Connection) -> None:
        if user.user_id in self.gone:
            self.gone[user.user_id].set()
        await super().disconnect(user, connection)

    async def emit(self, context: Context, kind: str) -> None:
        if kind == THINKING and not self.gone.get(context.user_id, SET).is_set():
            await self.gone[context.user_id].wait()
            await self.held.send_text("late")
        await super().emit(context, kind)


SET = asyncio.Event()
SET.set()


class Broadcasting(Dropping):
    async def send(self, user_id: str, message: str) -> None:
        for each in list(self.connections):
            await super().send(each, message)


class LastCaller(Dropping):
    """One emitter for all: it sends to whoever has used it last."""

    last = ""

    async def emit(self, context: Context, kind: str) -> None:
        self.last = context.user_id
        await asyncio.sleep(0)
        await self.send(self.last, json.dumps({"type": kind, "run": context.run_id}))


class Swallowing(Bridge):
    """Forgets the last event of a run."""

    async def emit(self, context: Context, kind: str) -> None:
        if kind != DONE:
            await super().emit(context, kind)


class Unordered(Dropping):
    """Sends from tasks that overtake each other."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting: defaultdict[str, list[str]] = defaultdict(list)

    async def emit(self, context: Context, kind: str) -> None:
        waiting = self.waiting[context.run_id]
        waiting.append(json.dumps({"type": kind, "run": context.run_id}))
        while kind == DONE and waiting:
            await self.send(context.user_id, waiting.pop())


class Replaying(Bridge):
    """Sends everything again to who comes back."""

    async def connect(self, user: User, connection: Connection) -> None:
        self.sent[user.user_id] = 0
        await super().connect(user, connection)


class Anonymous(Bridge):
    async def emit(self, context: Context, kind: str) -> None:
        self.log[context.user_id].append(json.dumps({"type": kind}))
        await self.flush(context.user_id)


class OneLock(Bridge):
    """Waits for one user's connection under the lock of all."""

    def __init__(self) -> None:
        super().__init__()
        lock = asyncio.Lock()
        self.locks = defaultdict(lambda: lock)


class Refusing(Bridge):
    async def connect(self, user: User, connection: Connection) -> None:
        raise PermissionError("not you")


class Queued(Bridge):
    """Sends from a task of each user: right, and the run does not wait."""

    def __init__(self) -> None:
        super().__init__()
        self.tasks: set[asyncio.Task[None]] = set()

    async def emit(self, context: Context, kind: str) -> None:
        self.log[context.user_id].append(json.dumps({"type": kind, "run": context.run_id}))
        task = asyncio.create_task(self.flush(context.user_id))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def drain(self) -> None:
        while self.tasks:
            await asyncio.gather(*self.tasks)


class Chatting(Bridge):
    """Also sends what belongs to no run."""

    async def connect(self, user: User, connection: Connection) -> None:
        await connection.send_json({"type": "hello"})
        await connection.send_text('{"type": "heartbeat"}')
        await connection.send_bytes(b"[]")
        await super().connect(user, connection)


async def nothing_is_left() -> None:
    """These bridges have sent all they will when a run has ended, so a test need not wait for what is lost."""


def findings(bridge: Bridge, story: str, users: int = USERS, **options: object) -> list[Finding]:
    async def run(engine: Bridge, context: Context, message: str) -> None:
        for kind in EXPECTED:
            await engine.emit(context, kind)
            await asyncio.sleep(0)

    patience = options.pop("patience", 30.0)
    given = {"drain": nothing_is_left} | options
    events = Events(connect=bridge.connect, disconnect=bridge.disconnect, expected=EXPECTED, **given)
    subject: Subject[Context, Bridge] = Subject(
        context_for=context_for,
        engine_for=lambda context: bridge,
        run=run,
        events=events,
        patience=patience,
    )
    return asyncio.run(event_findings(subject, events, users, story))


def context_for(request: Request) -> Context:
    return Context(request.user_id, request.run_id)


WRONG = {
    "to-everybody": (Broadcasting, STAYING, {}, "foreign-event"),
    "lost": (Swallowing, STAYING, {}, "lost-event"),
    "lost-and-no-drain": (Swallowing, STAYING, {"drain": None, "patience": 1.0}, "lost-event"),
    "lost-while-away": (Dropping, COMING_BACK, {}, "lost-event"),
    "lost-after-coming-back": (Swallowing, COMING_BACK, {"away": "dropped"}, "lost-event"),
    "out-of-order": (Unordered, STAYING, {}, "event-order"),
    "sent-again": (Replaying, COMING_BACK, {}, "repeated-event"),
    "anonymous": (Anonymous, STAYING, {}, "anonymous-event"),
    "blocked-by-another": (OneLock, LAGGING, {"patience": 1.0}, "blocked-delivery"),
    "connect-fails": (Refusing, STAYING, {}, "run-failed"),
}


@pytest.mark.parametrize("name", WRONG)
def test_each_flaw_is_found(name: str) -> None:
    kind, story, options, code = WRONG[name]
    found = findings(kind(), story, **options)
    assert code in {each.code for each in found}, [each.render() for each in found]


def test_an_event_to_the_wrong_user_is_told_on_both_sides() -> None:
    found = findings(LastCaller(), STAYING)
    assert {each.code for each in found} == {"foreign-event", "lost-event"}
    foreign = next(each for each in found if each.code == "foreign-event")
    assert "received started of user" in foreign.place
    assert foreign.facts[0] == "while all stay connected"


def test_a_run_that_fails_as_its_client_leaves() -> None:
    found = findings(Failing(), COMING_BACK, users=2, closed=lambda: Gone("left"))
    assert [(each.code, each.place, each.facts[0]) for each in found] == [
        ("run-failed", "the run of user 1", "Gone: left")
    ]


def test_what_is_lost_is_named() -> None:
    found = findings(Swallowing(), STAYING)
    assert [each.place for each in found] == [
        f"user {index} did not receive done of run 1, done of run 2" for index in range(1, USERS + 1)
    ]
    assert found[0].facts[1] == (
        "received: started of run 1, thinking of run 1, started of run 2, thinking of run 2"
    )


RIGHT = {
    "kept": (Bridge, {}),
    "kept-and-no-drain": (Bridge, {"drain": None}),
    "dropped": (Dropping, {"away": "dropped"}),
    "queued": (Queued, {"drain": None}),
    "chatting": (Chatting, {}),
}


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("name", RIGHT)
def test_right_bridges_pass(name: str, story: str) -> None:
    kind, options = RIGHT[name]
    assert [each.render() for each in findings(kind(), story, **options)] == []


def test_a_drain_of_the_teams_own() -> None:
    bridge = Queued()
    assert findings(bridge, COMING_BACK, drain=bridge.drain) == []


def test_five_hundred_users_over_sockets() -> None:
    assert findings(Bridge(), COMING_BACK, users=500) == []
