"""Maintenance: no flow calls these, so nobody noticed when the engines changed."""

from netra_backend.app.agents.supervisor.agent_registry import AgentRegistry
# another name for the user's engine
# it is the factory's
from netra_backend.app.agents.supervisor.user_execution_engine import UserExecutionEngine as ExecutionEngine
from netra_backend.app.agents.supervisor.engine_wiring import (
    configured_factory,
    emitter_for,
)
from netra_backend.app.services.agent_websocket_bridge import AgentWebSocketBridge
from netra_backend.app.services.triage import AgentRunner
from netra_backend.app.services.user_execution_context import UserExecutionContext


def rebuild(
    registry: AgentRegistry,
    bridge: AgentWebSocketBridge,
    user_context: UserExecutionContext,
) -> AgentRunner:
    """Rebuild the engine of a user."""
    return ExecutionEngine(
        context=user_context,
        agent_factory=configured_factory(registry, bridge),
        websocket_emitter=emitter_for(user_context, bridge),
    )


def restore(
    registry: AgentRegistry,
    bridge: AgentWebSocketBridge,
    user_context: UserExecutionContext,
) -> AgentRunner:
    """Restore the engine of a user."""
    return ExecutionEngine(
        context=user_context,
        agent_factory=configured_factory(registry, bridge),
        websocket_emitter=emitter_for(user_context, bridge),
    )


def resume(
    registry: AgentRegistry,
    bridge: AgentWebSocketBridge,
    user_context: UserExecutionContext,
) -> AgentRunner:
    """Resume with an engine of the user."""
    engine = ExecutionEngine(
        context=user_context,
        agent_factory=configured_factory(registry, bridge),
        websocket_emitter=emitter_for(user_context, bridge),
    )
    return engine


def renew(
    registry: AgentRegistry,
    bridge: AgentWebSocketBridge,
    user_context: UserExecutionContext,
) -> AgentRunner:
    """Renew the engine of a user."""
    engine = ExecutionEngine(
        context=user_context,
        agent_factory=configured_factory(registry, bridge),
        websocket_emitter=emitter_for(user_context, bridge),
    )
    return engine
