"""Executes tools: an engine in name only, of another domain."""

from collections.abc import Callable

from netra_backend.app.services.agent_websocket_bridge import AgentWebSocketBridge


class ToolExecutionEngine:
    """Calls tools and counts the calls."""

    def __init__(self, websocket_manager: AgentWebSocketBridge | None = None) -> None:
        self.websocket_manager = websocket_manager
        self.calls = 0

    async def execute_tool(self, tool: Callable[[str], str], argument: str) -> str:
        """Call one tool."""
        self.calls += 1
        return tool(argument)
