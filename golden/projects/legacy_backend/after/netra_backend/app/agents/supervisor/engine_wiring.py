"""Builds what the canonical constructor needs. Written by migrate-engines, from its codemods."""

from netra_backend.app.agents.supervisor.agent_instance_factory import (
    AgentInstanceFactory,
    UserWebSocketEmitter,
)


def configured_factory(agent_registry, websocket_bridge):
    """An agent factory for one request: a factory is never shared between users."""
    factory = AgentInstanceFactory()
    factory.configure(agent_registry=agent_registry, websocket_bridge=websocket_bridge)
    return factory


def emitter_for(user_context, websocket_bridge):
    """An emitter whose events reach the user of the context, and nobody else."""
    return UserWebSocketEmitter(
        user_id=user_context.user_id,
        thread_id=user_context.thread_id,
        run_id=user_context.run_id,
        websocket_bridge=websocket_bridge,
    )
