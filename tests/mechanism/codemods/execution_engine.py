"""Retire ExecutionEngine, one engine that served every user.

The replacement repeats and reorders the arguments without a helper. Evidence decides what the canonical
class is called with, since both its signatures have three parameters.
"""

from acme.agents.factory import AgentFactory
from acme.agents.user_engine import UserExecutionEngine
from acme.context import UserContext
from acme.ws.emitter import UserEmitter

from migrate_engines.codemod import keep, manual, rewrite, unsafe

LEGACY = "acme.agents.execution_engine.ExecutionEngine"


@keep(UserExecutionEngine)
def canonical(context: UserContext, agent_factory, websocket_emitter, /): ...


@keep(UserExecutionEngine)
def canonical_by_name(context, *, agent_factory, websocket_emitter): ...


@rewrite(LEGACY)
def per_user(registry, websocket_bridge, user_context):
    return UserExecutionEngine(
        context=user_context,
        agent_factory=AgentFactory(registry),
        websocket_emitter=UserEmitter(user_context.user_id, websocket_bridge),
    )


@rewrite(UserExecutionEngine)
def old_triple(registry, websocket_bridge, user_context: UserContext):
    return per_user(registry, websocket_bridge, user_context)


@unsafe("the old constructor also counted its engines", reads=("engine_count", "_count_*"))
@rewrite(f"{LEGACY}.create_from_legacy")
async def awaited(registry, websocket_bridge, user_context):
    return per_user(registry, user_context=user_context, websocket_bridge=websocket_bridge)


@manual(
    LEGACY, reason="missing-context", help="Pass the request's user context: an engine without one is shared."
)
def anonymous(registry, websocket_bridge, user_context: None = None): ...
