"""Exports: uses the deprecated module as a whole."""

from typing import TYPE_CHECKING

from netra_backend.app.agents.supervisor.user_execution_engine import UserExecutionEngine
from netra_backend.app.agents.supervisor.engine_wiring import (
    configured_factory,
    emitter_for,
)
from netra_backend.app.agents.supervisor.agent_registry import AgentRegistry
from netra_backend.app.services.agent_websocket_bridge import AgentWebSocketBridge
from netra_backend.app.services.triage import triage_with
from netra_backend.app.services.user_execution_context import UserExecutionContext

if TYPE_CHECKING:
    from netra_backend.app.agents.supervisor.user_execution_engine import UserExecutionEngine as ExecutionEngine


async def export(
    registry: AgentRegistry,
    bridge: AgentWebSocketBridge,
    user_context: UserExecutionContext,
    message: str,
) -> str:
    """Export the answer to a message."""
    engine = UserExecutionEngine(
        context=user_context,
        agent_factory=configured_factory(registry, bridge),
        websocket_emitter=emitter_for(user_context, bridge),
    )
    return await triage_with(engine, user_context, message)


def prepare(
    registry: AgentRegistry,
    bridge: AgentWebSocketBridge,
    user_context: UserExecutionContext,
) -> "ExecutionEngine":
    """Make the engine of a later export."""
    return UserExecutionEngine(
        context=user_context,
        agent_factory=configured_factory(registry, bridge),
        websocket_emitter=emitter_for(user_context, bridge),
    )


def owner(engine: "ExecutionEngine") -> str:
    """Name the user of an engine."""
    return engine.user_context.user_id
