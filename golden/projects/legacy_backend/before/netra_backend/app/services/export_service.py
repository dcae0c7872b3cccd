"""Exports: uses the deprecated module as a whole."""

from typing import TYPE_CHECKING

import netra_backend.app.agents.supervisor.execution_engine as engines
from netra_backend.app.agents.supervisor.agent_registry import AgentRegistry
from netra_backend.app.services.agent_websocket_bridge import AgentWebSocketBridge
from netra_backend.app.services.triage import triage_with
from netra_backend.app.services.user_execution_context import UserExecutionContext

if TYPE_CHECKING:
    from netra_backend.app.agents.supervisor.execution_engine import ExecutionEngine


async def export(
    registry: AgentRegistry,
    bridge: AgentWebSocketBridge,
    user_context: UserExecutionContext,
    message: str,
) -> str:
    """Export the answer to a message."""
    engine = await engines.ExecutionEngine.create_from_legacy(
        registry, bridge, user_context
    )
    return await triage_with(engine, user_context, message)


def prepare(
    registry: AgentRegistry,
    bridge: AgentWebSocketBridge,
    user_context: UserExecutionContext,
) -> "ExecutionEngine":
    """Make the engine of a later export."""
    return engines.ExecutionEngine(registry, bridge, user_context)


def owner(engine: "ExecutionEngine") -> str:
    """Name the user of an engine."""
    return engine.user_context.user_id
