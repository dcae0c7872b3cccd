"""Retire WiredEngine; its wiring moves to a helper that is shipped into the tree."""

from acme.agents.factory import AgentFactory
from acme.agents.user_engine import UserExecutionEngine
from acme.ws.emitter import UserEmitter

from migrate_engines.codemod import helper, rewrite


@helper("acme.agents.engine_wiring")
def configured_factory(registry, websocket_bridge):
    """An agent factory for one request, wired to the registry and the bridge."""
    factory = AgentFactory()
    factory.configure(registry, websocket_bridge)
    return factory


@rewrite("acme.agents.wired_engine.WiredEngine")
def wired(registry, websocket_bridge, user_context):
    return UserExecutionEngine(
        context=user_context,
        agent_factory=configured_factory(registry, websocket_bridge),
        websocket_emitter=UserEmitter(user_context.user_id, websocket_bridge),
    )
