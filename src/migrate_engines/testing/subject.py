"""What a team tells the checks about its own engine: the whole surface between the two."""

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, Literal, Protocol, TypeVar

Context = TypeVar("Context")
Engine = TypeVar("Engine")


@dataclass(frozen=True)
class User:
    """One of the users. The ids name him and nobody else, and the checks recognise them in any text."""

    index: int
    user_id: str
    thread_id: str


@dataclass(frozen=True)
class Request:
    """One request of a user; ``run_id`` and ``message`` name it and no other."""

    user: User
    run_id: str
    message: str

    @property
    def user_id(self) -> str:
        return self.user.user_id

    @property
    def thread_id(self) -> str:
        return self.user.thread_id


class Connection(Protocol):
    """The server's end of a user's WebSocket, under the names of both ``websockets`` and Starlette.

    To send on a connection that the client has left raises what ``Events.closed`` makes.
    """

    async def send(self, message: str | bytes) -> None: ...
    async def send_text(self, data: str) -> None: ...
    async def send_bytes(self, data: bytes) -> None: ...
    async def send_json(self, data: object) -> None: ...


def type_of(message: str | bytes) -> str | None:
    """The ``type`` of a JSON object; None where it has none."""
    value = json.loads(message)
    return value.get("type") if isinstance(value, dict) else None


@dataclass(frozen=True)
class Events:
    """How the events of a run reach a WebSocket.

    ``expected`` are the kinds of events of one run, in order. ``kind`` reads that of a message; kinds that
    are not expected (a heartbeat) only have to reach the right user. ``away`` is what becomes of events while
    the user has no connection: ``kept`` until he is back, or ``dropped``. ``drain`` returns when everything
    that was emitted has been handed to the connections; without it, missing events are waited for.
    ``closed`` makes the error that your own transport raises once the client has left.
    """

    connect: Callable[[User, Connection], Awaitable[None] | None]
    disconnect: Callable[[User, Connection], Awaitable[None] | None]
    expected: Sequence[str]
    kind: Callable[[str | bytes], str | None] = type_of
    away: Literal["kept", "dropped"] = "kept"
    drain: Callable[[], Awaitable[None]] | None = None
    closed: Callable[[], Exception] = ConnectionResetError


@dataclass(frozen=True)
class Subject(Generic[Context, Engine]):
    """An engine to be checked: how to make a context and an engine, and how to run an agent.

    ``providers`` are more factories and registries of which a request must get its own. ``shared`` are the
    services that users share on purpose, under the reason why they may; a class stands for all its instances.
    ``scope`` says whether a factory gives one object per request or one per user. ``patience`` is how many
    seconds without any progress mean that something is lost or blocked.
    """

    context_for: Callable[[Request], Context]
    engine_for: Callable[[Context], Engine | Awaitable[Engine]]
    run: Callable[[Engine, Context, str], Awaitable[object]]
    providers: Mapping[str, Callable[[Context], object]] = field(default_factory=dict)
    shared: Mapping[str, object] = field(default_factory=dict)
    scope: Literal["request", "user"] = "request"
    events: Events | None = None
    patience: float = 10.0
