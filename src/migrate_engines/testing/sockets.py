"""Real WebSocket connections on loopback: a server around the team's hooks, and a client for each user.

A client leaves by the closing handshake and reads until its end, so what a ``send`` has taken is received:
nothing is in doubt, and no acknowledgement is needed to count events exactly.
"""

import asyncio
import json
import sys
from collections.abc import Callable
from types import TracebackType
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from migrate_engines.testing.finding import Code, Finding, failure
from migrate_engines.testing.patience import Pulse, cancel
from migrate_engines.testing.running import settled
from migrate_engines.testing.subject import Events, User

_BACKLOG = 1024
_OTHER_FILES = 256


class Link:
    """The server's end of one connection, as the team sees it."""

    def __init__(self, socket: ServerConnection, writable: asyncio.Event, closed: Callable[[], Exception]):
        self._socket = socket
        self._writable = writable
        self._closed = closed

    async def send(self, message: str | bytes) -> None:
        """Waits while the client lags, as it would on a full buffer."""
        await self._writable.wait()
        try:
            await self._socket.send(message)
        except ConnectionClosed as error:
            raise self._closed() from error

    async def send_text(self, data: str) -> None:
        await self.send(data)

    async def send_bytes(self, data: bytes) -> None:
        await self.send(data)

    async def send_json(self, data: object) -> None:
        await self.send(json.dumps(data))


class Seat:
    """What the server knows of a user."""

    def __init__(self, user: User) -> None:
        self.user = user
        self.joined = asyncio.Event()
        self.left = asyncio.Event()
        self.writable = asyncio.Event()
        self.writable.set()
        self.socket: ServerConnection | None = None


class Exchange:
    """The server; ``failures`` are what the team's hooks have raised."""

    def __init__(self, events: Events, users: list[User]) -> None:
        self._events = events
        self.seats = {f"/{user.index}": Seat(user) for user in users}
        self.failures: list[Finding] = []
        self._server: Server | None = None
        self._serving: list[asyncio.Task[Any]] = []

    async def __aenter__(self) -> "Exchange":
        _allow_files(2 * len(self.seats))
        self._server = await serve(
            self._serve, "127.0.0.1", 0, compression=None, ping_interval=None, backlog=_BACKLOG
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None:
            self._server.close()
            await cancel(self._serving)  # a hook that never returns
            await self._server.wait_closed()

    @property
    def address(self) -> str:
        assert self._server is not None, "the server is not running"
        _, port, *_ = next(iter(self._server.sockets)).getsockname()
        return f"ws://127.0.0.1:{port}"

    async def _serve(self, socket: ServerConnection) -> None:
        assert socket.request is not None, "the handshake is over"
        if (task := asyncio.current_task()) is not None:
            self._serving.append(task)
        seat = self.seats[socket.request.path]
        seat.socket = socket
        link = Link(socket, seat.writable, self._events.closed)
        try:
            await self._call("connect", self._events.connect, seat.user, link)
            seat.joined.set()
            await socket.wait_closed()
            await self._call("disconnect", self._events.disconnect, seat.user, link)
        finally:
            seat.left.set()

    async def _call(self, name: str, hook: Callable[[User, Link], object], user: User, link: Link) -> None:
        try:
            await settled(hook(user, link))
        except Exception as error:  # noqa: BLE001 - whatever the team's code raises is the finding
            self.failures.append(failure(Code.RUN_FAILED, f"Events.{name} for user {user.index}", error))


class Client:
    """A user's own end; it keeps everything that it has received, over all of its connections."""

    def __init__(self, exchange: Exchange, user: User, pulse: Pulse) -> None:
        self._seat = exchange.seats[f"/{user.index}"]
        self._address = f"{exchange.address}/{user.index}"
        self._pulse = pulse
        self.received: list[str | bytes] = []
        self._arrived = asyncio.Event()
        self._socket: ClientConnection | None = None
        self._reading: asyncio.Task[None] | None = None

    async def join(self) -> None:
        """Returns once the team's ``connect`` has."""
        self._seat.joined.clear()
        self._seat.left.clear()
        self._socket = await connect(
            self._address, proxy=None, compression=None, ping_interval=None, open_timeout=None, max_queue=None
        )
        self._pulse.beat()
        self._reading = asyncio.create_task(self._read(self._socket))
        await self._seat.joined.wait()
        self._pulse.beat()

    async def _read(self, socket: ClientConnection) -> None:
        async for message in socket:
            self.received.append(message)
            self._arrived.set()
            self._pulse.beat()

    async def until(self, holds: Callable[[], bool]) -> None:
        """Returns once what has been received makes it true."""
        while not holds():
            self._arrived.clear()
            await self._arrived.wait()

    async def leave(self) -> None:
        """Returns once the team's ``disconnect`` has."""
        assert self._socket is not None, "the client has joined"
        await self._socket.close()
        await self._gone()

    async def end(self) -> None:
        """Let the server close, behind everything that it has sent."""
        if self._seat.socket is not None and self._reading is not None:
            await self._seat.socket.close()
            await self._gone()

    async def _gone(self) -> None:
        assert self._reading is not None, "the client has joined"
        await self._reading
        await self._seat.left.wait()
        self._pulse.beat()

    def lag(self) -> None:
        self._seat.writable.clear()

    def catch_up(self) -> None:
        self._seat.writable.set()


def _allow_files(sockets: int) -> None:
    """Some systems begin with 256 open files for a process, and let it ask for more."""
    if sys.platform == "win32":
        return
    import resource

    needed = sockets + _OTHER_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < needed:
        limit = needed if hard == resource.RLIM_INFINITY else min(needed, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (limit, hard))
