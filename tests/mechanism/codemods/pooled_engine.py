"""Retire PooledEngine: what its constructor did becomes statements at the call."""

from acme.agents.factory import AgentFactory
from acme.agents.user_engine import UserExecutionEngine
from acme.ws.emitter import UserEmitter

from migrate_engines.codemod import rewrite


@rewrite("acme.agents.pooled_engine.PooledEngine")
def per_user(registry, websocket_bridge, user_context):
    factory = AgentFactory()
    factory.configure(registry, websocket_bridge)
    return UserExecutionEngine(
        context=user_context,
        agent_factory=factory,
        websocket_emitter=UserEmitter(user_context.user_id, websocket_bridge),
    )
