"""DEPRECATED: an engine that nobody can construct."""

from netra_backend.app.agents.construction_log import CONSTRUCTED
from netra_backend.app.agents.execution_engine_interface import (
    IExecutionEngine as ExecutionEngine,
)
from netra_backend.app.agents.supervisor.agent_registry import AgentRegistry
from netra_backend.app.agents.supervisor.execution_context import (
    AgentExecutionContext,
    AgentExecutionResult,
)
from netra_backend.app.services.agent_websocket_bridge import AgentWebSocketBridge
from netra_backend.app.services.user_execution_context import UserExecutionContext


class MCPEnhancedExecutionEngine(ExecutionEngine):
    """Routes agents to MCP tools; three abstract methods are missing."""

    def __init__(
        self,
        registry: AgentRegistry,
        websocket_manager: AgentWebSocketBridge,
        user_context: UserExecutionContext | None = None,
    ) -> None:
        self.registry = registry
        CONSTRUCTED.append(type(self).__name__)

    async def execute_agent(
        self,
        context: AgentExecutionContext,
        user_context: UserExecutionContext | None = None,
    ) -> AgentExecutionResult:
        """Run one agent."""
        raise NotImplementedError


def create_mcp_enhanced_engine(
    user_context: UserExecutionContext,
    registry: AgentRegistry,
    websocket_bridge: AgentWebSocketBridge,
) -> MCPEnhancedExecutionEngine:
    """Try to make an MCP engine."""
    return MCPEnhancedExecutionEngine(
        registry=registry,
        websocket_manager=websocket_bridge,
        user_context=user_context,
    )
