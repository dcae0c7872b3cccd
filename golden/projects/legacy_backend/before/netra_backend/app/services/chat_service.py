"""Chat: answers the messages of a conversation."""

from netra_backend.app.agents.supervisor.agent_registry import AgentRegistry
from netra_backend.app.agents.supervisor.execution_engine import ExecutionEngine
from netra_backend.app.services.agent_websocket_bridge import AgentWebSocketBridge
from netra_backend.app.services.triage import triage_with
from netra_backend.app.services.user_execution_context import UserExecutionContext


async def answer(
    registry: AgentRegistry,
    bridge: AgentWebSocketBridge,
    user_context: UserExecutionContext,
    message: str,
) -> str:
    """Answer one message."""
    engine = ExecutionEngine(
        registry=registry, websocket_bridge=bridge, user_context=user_context
    )
    return await triage_with(engine, user_context, message)


def open_session(
    registry: AgentRegistry,
    bridge: AgentWebSocketBridge,
    user_context: UserExecutionContext,
) -> ExecutionEngine:
    """Make the engine of a session."""
    return ExecutionEngine(registry, bridge, user_context)


async def follow_up(
    registry: AgentRegistry,
    bridge: AgentWebSocketBridge,
    user_context: UserExecutionContext,
    message: str,
) -> str:
    """Answer a further message of the conversation."""
    engine = await ExecutionEngine.create_request_scoped_engine(
        registry, bridge, user_context
    )
    return await triage_with(engine, user_context, message)
