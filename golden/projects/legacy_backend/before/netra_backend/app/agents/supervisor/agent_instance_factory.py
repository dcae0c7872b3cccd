"""What a user's engine is built from: agents and an event emitter."""

from functools import partial

from netra_backend.app.agents.supervisor.agent_registry import (
    Agent,
    AgentRegistry,
    default_registry,
)
from netra_backend.app.services.agent_websocket_bridge import AgentWebSocketBridge
from netra_backend.app.services.user_execution_context import UserExecutionContext


class UserWebSocketEmitter:
    """Sends events to one user and to nobody else."""

    def __init__(
        self,
        user_id: str,
        thread_id: str,
        run_id: str,
        websocket_bridge: AgentWebSocketBridge | None,
    ) -> None:
        self.user_id = user_id
        self.thread_id = thread_id
        self.run_id = run_id
        self.websocket_bridge = websocket_bridge

    async def notify_agent_started(self, agent_name: str) -> None:
        """Tell the user that an agent has begun."""
        if self.websocket_bridge is not None:
            await self.websocket_bridge.notify_agent_started(
                self.user_id, self.run_id, agent_name
            )

    async def notify_agent_thinking(self, agent_name: str) -> None:
        """Tell the user that an agent is at work."""
        if self.websocket_bridge is not None:
            await self.websocket_bridge.notify_agent_thinking(
                self.user_id, self.run_id, agent_name
            )

    async def notify_agent_completed(self, agent_name: str) -> None:
        """Tell the user that an agent is done."""
        if self.websocket_bridge is not None:
            await self.websocket_bridge.notify_agent_completed(
                self.user_id, self.run_id, agent_name
            )


class AnnouncingEmitter(UserWebSocketEmitter):
    """Also tells everybody who is connected that an agent is done."""

    async def notify_agent_completed(self, agent_name: str) -> None:
        """Tell the user that an agent is done, and all the others."""
        await super().notify_agent_completed(agent_name)
        if self.websocket_bridge is not None:
            await self.websocket_bridge.announce_agent_completed(
                self.user_id, self.run_id, agent_name
            )


class AgentInstanceFactory:
    """Makes agents for one request; without a registry it has the built-in ones."""

    def __init__(self) -> None:
        self._agent_registry: AgentRegistry | None = None
        self._websocket_bridge: AgentWebSocketBridge | None = None

    def configure(
        self,
        agent_class_registry: object | None = None,
        agent_registry: AgentRegistry | None = None,
        websocket_bridge: AgentWebSocketBridge | None = None,
        websocket_manager: object | None = None,
        llm_manager: object | None = None,
        tool_dispatcher: object | None = None,
    ) -> None:
        """Set what the agents of this request may use."""
        self._agent_class_registry = agent_class_registry
        self._agent_registry = agent_registry
        self._websocket_bridge = websocket_bridge
        self._websocket_manager = websocket_manager
        self._llm_manager = llm_manager
        self._tool_dispatcher = tool_dispatcher

    async def create_agent_instance(
        self, agent_name: str, user_context: UserExecutionContext
    ) -> partial[object]:
        """Bind an agent to the user whose request it serves."""
        registry = self._agent_registry or default_registry()
        agent: Agent = registry.get(agent_name)
        return partial(agent, user_context)
