"""Carries agent events to the sockets of users."""

from collections import defaultdict
from dataclasses import dataclass


@dataclass(frozen=True)
class AgentEvent:
    """Something that an agent did in a run."""

    kind: str
    run_id: str
    agent_name: str


class AgentWebSocketBridge:
    """Records every event under the user who is to see it."""

    def __init__(self) -> None:
        self._events: defaultdict[str, list[AgentEvent]] = defaultdict(list)

    async def notify_agent_started(
        self, user_id: str, run_id: str, agent_name: str
    ) -> None:
        """Tell the user that an agent has begun."""
        self._record(user_id, AgentEvent("agent_started", run_id, agent_name))

    async def notify_agent_thinking(
        self, user_id: str, run_id: str, agent_name: str
    ) -> None:
        """Tell the user that an agent is at work."""
        self._record(user_id, AgentEvent("agent_thinking", run_id, agent_name))

    async def notify_agent_completed(
        self, user_id: str, run_id: str, agent_name: str
    ) -> None:
        """Tell the user that an agent is done."""
        self._record(user_id, AgentEvent("agent_completed", run_id, agent_name))

    def events_for(self, user_id: str) -> list[AgentEvent]:
        """Return what the user has seen, oldest first."""
        return list(self._events.get(user_id, ()))

    def users(self) -> set[str]:
        """Return the users who have seen anything."""
        return set(self._events)

    def _record(self, user_id: str, event: AgentEvent) -> None:
        self._events[user_id].append(event)
