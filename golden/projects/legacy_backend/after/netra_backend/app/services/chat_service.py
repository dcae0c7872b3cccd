"""Chat: answers the messages of a conversation."""

from netra_backend.app.agents.supervisor.agent_registry import AgentRegistry
from netra_backend.app.agents.supervisor.user_execution_engine import UserExecutionEngine as ExecutionEngine
from netra_backend.app.agents.supervisor.engine_wiring import (
    configured_factory,
    emitter_for,
)
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
        context=user_context,
        agent_factory=configured_factory(registry, bridge),
        websocket_emitter=emitter_for(user_context, bridge),
    )
    return await triage_with(engine, user_context, message)


def open_session(
    registry: AgentRegistry,
    bridge: AgentWebSocketBridge,
    user_context: UserExecutionContext,
) -> ExecutionEngine:
    """Make the engine of a session."""
    return ExecutionEngine(
        context=user_context,
        agent_factory=configured_factory(registry, bridge),
        websocket_emitter=emitter_for(user_context, bridge),
    )


async def follow_up(
    registry: AgentRegistry,
    bridge: AgentWebSocketBridge,
    user_context: UserExecutionContext,
    message: str,
) -> str:
    """Answer a further message of the conversation."""
    engine = ExecutionEngine(
        context=user_context,
        agent_factory=configured_factory(registry, bridge),
        websocket_emitter=emitter_for(user_context, bridge),
    )
    return await triage_with(engine, user_context, message)
