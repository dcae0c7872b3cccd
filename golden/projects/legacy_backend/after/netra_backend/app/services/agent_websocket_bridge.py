"""Carries agent events to the sockets of users."""

import asyncio
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass
from typing import Protocol


class UserSocket(Protocol):
    """The server's end of a user's WebSocket."""

    async def send_json(self, data: object) -> None:
        """Send one event; a ConnectionError says that the user has left."""


@dataclass(frozen=True)
class AgentEvent:
    """Something that an agent did in a run."""

    kind: str
    run_id: str
    agent_name: str


class AgentWebSocketBridge:
    """Records every event under the user who is to see it, and sends it to his socket."""

    def __init__(self) -> None:
        self._events: defaultdict[str, list[AgentEvent]] = defaultdict(list)
        self._sockets: dict[str, UserSocket] = {}
        self._sent: Counter[str] = Counter()
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def connect(self, user_id: str, socket: UserSocket) -> None:
        """Take a user's socket, and send what he has missed."""
        self._sockets[user_id] = socket
        await self._send_events(user_id)

    def disconnect(self, user_id: str) -> None:
        """Forget a user's socket."""
        self._sockets.pop(user_id, None)

    async def notify_agent_started(
        self, user_id: str, run_id: str, agent_name: str
    ) -> None:
        """Tell the user that an agent has begun."""
        await self._deliver(user_id, AgentEvent("agent_started", run_id, agent_name))

    async def notify_agent_thinking(
        self, user_id: str, run_id: str, agent_name: str
    ) -> None:
        """Tell the user that an agent is at work."""
        await self._deliver(user_id, AgentEvent("agent_thinking", run_id, agent_name))

    async def notify_agent_completed(
        self, user_id: str, run_id: str, agent_name: str
    ) -> None:
        """Tell the user that an agent is done."""
        await self._deliver(user_id, AgentEvent("agent_completed", run_id, agent_name))

    async def announce_agent_completed(
        self, user_id: str, run_id: str, agent_name: str
    ) -> None:
        """Tell everybody but the user that an agent of his is done."""
        event = AgentEvent("agent_completed", run_id, agent_name)
        for other in set(self._sockets) - {user_id}:
            await self._send(other, event)

    def events_for(self, user_id: str) -> list[AgentEvent]:
        """Return what the user has seen, oldest first."""
        return list(self._events.get(user_id, ()))

    def users(self) -> set[str]:
        """Return the users who have seen anything."""
        return set(self._events)

    async def _deliver(self, user_id: str, event: AgentEvent) -> None:
        self._events[user_id].append(event)
        await self._send_events(user_id)

    async def _send_events(self, user_id: str) -> None:
        async with self._locks[user_id]:
            while self._sent[user_id] < len(self.events_for(user_id)):
                event = self._events[user_id][self._sent[user_id]]
                if not await self._send(user_id, event):
                    break
                self._sent[user_id] += 1

    async def _send(self, user_id: str, event: AgentEvent) -> bool:
        socket = self._sockets.get(user_id)
        if socket is None:
            return False
        try:
            await socket.send_json(asdict(event))
        except ConnectionError:
            self.disconnect(user_id)
            return False
        return True
