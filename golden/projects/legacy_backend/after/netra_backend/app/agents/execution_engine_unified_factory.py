"""DEPRECATED: a factory that ignores everything but the user's context."""

from netra_backend.app.agents.execution_engine_interface import IExecutionEngine
from netra_backend.app.agents.supervisor.agent_registry import AgentRegistry
from netra_backend.app.agents.supervisor.execution_engine_factory import (
    get_execution_engine_factory,
)
from netra_backend.app.services.agent_websocket_bridge import AgentWebSocketBridge
from netra_backend.app.services.user_execution_context import UserExecutionContext


class UnifiedExecutionEngineFactory:
    """Passes on to the canonical factory."""

    @classmethod
    async def create_engine(
        cls,
        config: object | None = None,
        registry: AgentRegistry | None = None,
        websocket_bridge: AgentWebSocketBridge | None = None,
        user_context: UserExecutionContext | None = None,
        tool_dispatcher: object | None = None,
    ) -> IExecutionEngine:
        """Make an engine; the registry and the bridge are silently dropped."""
        if user_context is None:
            raise ValueError("user_context is required")
        factory = await get_execution_engine_factory()
        return await factory.create_for_user(user_context)

    @classmethod
    async def create_user_engine(
        cls, user_context: UserExecutionContext, config: object | None = None
    ) -> IExecutionEngine:
        """Make the engine of a user."""
        return await cls.create_engine(config=config, user_context=user_context)
