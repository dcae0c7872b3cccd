"""DEPRECATED: an engine of its own for every request."""

import asyncio
import warnings

from netra_backend.app.agents.construction_log import CONSTRUCTED
from netra_backend.app.agents.supervisor.agent_registry import AgentRegistry
from netra_backend.app.agents.supervisor.execution_context import (
    AgentExecutionContext,
    AgentExecutionResult,
)
from netra_backend.app.services.agent_websocket_bridge import AgentWebSocketBridge
from netra_backend.app.services.user_execution_context import (
    UserExecutionContext,
    validate_user_context,
)


class RequestScopedExecutionEngine:
    """Runs the agents of one request."""

    # The latest result of each agent, for the status page.
    _latest_results: dict[str, AgentExecutionResult] = {}

    def __init__(
        self,
        user_context: UserExecutionContext,
        registry: AgentRegistry,
        websocket_bridge: AgentWebSocketBridge,
        max_concurrent_executions: int = 3,
    ) -> None:
        warnings.warn(
            "RequestScopedExecutionEngine is deprecated.",
            DeprecationWarning,
            stacklevel=2,
        )
        self.user_context = validate_user_context(user_context)
        self.registry = registry
        self.websocket_bridge = websocket_bridge
        self.max_concurrent_executions = max_concurrent_executions
        self.execution_semaphore = asyncio.Semaphore(max_concurrent_executions)
        self.run_history: list[AgentExecutionResult] = []
        CONSTRUCTED.append(type(self).__name__)

    async def execute_agent(
        self,
        context: AgentExecutionContext,
        user_context: UserExecutionContext | None = None,
    ) -> AgentExecutionResult:
        """Run one agent and tell the user about it."""
        whom = (self.user_context.user_id, self.user_context.run_id)
        name = context.agent_name
        async with self.execution_semaphore:
            await self.websocket_bridge.notify_agent_started(*whom, name)
            agent = self.registry.get(name)
            await self.websocket_bridge.notify_agent_thinking(*whom, name)
            answer = await agent(self.user_context, context.metadata["message"])
            await self.websocket_bridge.notify_agent_completed(*whom, name)
        result = AgentExecutionResult(success=True, agent_name=name, data=answer)
        self.run_history.append(result)
        self._latest_results[name] = result
        return result

    def get_execution_stats(self) -> dict[str, object]:
        """Count what this request has run; the canonical engine does so async."""
        return {
            "user_id": self.user_context.user_id,
            "total_executions": len(self.run_history),
            "max_concurrent_executions": self.max_concurrent_executions,
        }


_engines: dict[AgentWebSocketBridge, dict[str, RequestScopedExecutionEngine]] = {}


def create_request_scoped_engine(
    user_context: UserExecutionContext,
    registry: AgentRegistry,
    websocket_bridge: AgentWebSocketBridge,
    max_concurrent_executions: int = 3,
) -> RequestScopedExecutionEngine:
    """Make the engine of a request, or give the user's last one again."""
    engines = _engines.setdefault(websocket_bridge, {})
    if user_context.user_id not in engines:
        engines[user_context.user_id] = RequestScopedExecutionEngine(
            user_context=user_context,
            registry=registry,
            websocket_bridge=websocket_bridge,
            max_concurrent_executions=max_concurrent_executions,
        )
    return engines[user_context.user_id]
