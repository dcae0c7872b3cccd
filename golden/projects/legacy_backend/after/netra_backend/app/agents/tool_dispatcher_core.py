"""Dispatches to tools; its constructors share names with those of the engines."""

from collections.abc import Callable

from netra_backend.app.agents.tool_dispatcher_execution import ToolExecutionEngine
from netra_backend.app.services.agent_websocket_bridge import AgentWebSocketBridge
from netra_backend.app.services.user_execution_context import UserExecutionContext


class ToolDispatcher:
    """Finds a tool by its name and calls it."""

    def __init__(self) -> None:
        raise RuntimeError("Use ToolDispatcher.create_for_user.")

    @classmethod
    def _init_from_factory(
        cls,
        tools: dict[str, Callable[[str], str]],
        websocket_bridge: AgentWebSocketBridge | None = None,
    ) -> "ToolDispatcher":
        """Make a dispatcher of some tools."""
        dispatcher = cls.__new__(cls)
        dispatcher.tools = tools
        dispatcher.executor = ToolExecutionEngine(websocket_manager=websocket_bridge)
        return dispatcher

    @classmethod
    async def create_for_user(
        cls,
        user_context: UserExecutionContext,
        websocket_bridge: AgentWebSocketBridge,
    ) -> "ToolDispatcher":
        """Make the dispatcher of a user."""
        tools = {"greet": lambda name: f"{user_context.user_id} greets {name}"}
        return cls._init_from_factory(tools, websocket_bridge)

    async def dispatch(self, tool_name: str, argument: str) -> str:
        """Call the tool of that name."""
        return await self.executor.execute_tool(self.tools[tool_name], argument)
