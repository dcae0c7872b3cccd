"""Maintenance: no flow calls these, so nobody noticed when the engines changed."""

from netra_backend.app.agents.supervisor.agent_registry import AgentRegistry
from netra_backend.app.agents.supervisor.execution_engine import (
    ExecutionEngine,  # another name for the user's engine
    create_request_scoped_engine,  # it is the factory's
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
        agent_registry=registry, websocket_bridge=bridge, user_context=user_context
    )


def restore(
    registry: AgentRegistry,
    bridge: AgentWebSocketBridge,
    user_context: UserExecutionContext,
) -> AgentRunner:
    """Restore the engine of a user."""
    return ExecutionEngine._init_from_factory(registry, bridge, user_context)


def resume(
    registry: AgentRegistry,
    bridge: AgentWebSocketBridge,
    user_context: UserExecutionContext,
) -> AgentRunner:
    """Resume with an engine of the user."""
    engine = ExecutionEngine.create_request_scoped_engine(
        registry, bridge, user_context
    )
    return engine


def renew(
    registry: AgentRegistry,
    bridge: AgentWebSocketBridge,
    user_context: UserExecutionContext,
) -> AgentRunner:
    """Renew the engine of a user."""
    engine = create_request_scoped_engine(
        user_context=user_context,
        registry=registry,
        websocket_bridge=bridge,
        max_concurrent_executions=3,
    )
    return engine
