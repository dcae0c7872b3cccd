"""Retire the supervisor's ExecutionEngine and its ways of calling the canonical class.

One process-wide engine served every user, and state leaked between them. Engines are now built for one
request, from the user's own context. The old name is an alias of the canonical class today, so that the
historical argument lists reach the canonical constructor: there they fail, or give an object without
engine_id and semaphore. The old asynchronous constructors dropped the registry.
"""

from netra_backend.app.agents.supervisor.agent_instance_factory import (
    AgentInstanceFactory,
    UserWebSocketEmitter,
)
from netra_backend.app.agents.supervisor.user_execution_engine import UserExecutionEngine
from netra_backend.app.services.user_execution_context import UserExecutionContext

from migrate_engines.codemod import helper, keep, manual, redirect, rewrite, unsafe

LEGACY = "netra_backend.app.agents.supervisor.execution_engine.ExecutionEngine"

# Modules that there never were: every import of them fails.
IN_CORE = "netra_backend.app.core.user_execution_engine"
IN_EXECUTION = "netra_backend.app.execution.execution_engine"


@helper("netra_backend.app.agents.supervisor.engine_wiring")
def configured_factory(agent_registry, websocket_bridge):
    """An agent factory for one request: a factory is never shared between users."""
    factory = AgentInstanceFactory()
    factory.configure(agent_registry=agent_registry, websocket_bridge=websocket_bridge)
    return factory


@helper("netra_backend.app.agents.supervisor.engine_wiring")
def emitter_for(user_context, websocket_bridge):
    """An emitter whose events reach the user of the context, and nobody else."""
    return UserWebSocketEmitter(
        user_id=user_context.user_id,
        thread_id=user_context.thread_id,
        run_id=user_context.run_id,
        websocket_bridge=websocket_bridge,
    )


@keep(UserExecutionEngine, LEGACY)
def canonical(context: UserExecutionContext, agent_factory, websocket_emitter, /): ...


@keep(UserExecutionEngine, LEGACY)
def canonical_by_name(context, *, agent_factory, websocket_emitter): ...


@manual(
    UserExecutionEngine,
    LEGACY,
    reason="missing-context",
    help="Pass the request's own user context: the canonical class refuses to work without one.",
)
def canonical_without_context(context: None, *, agent_factory, websocket_emitter): ...


@rewrite(LEGACY, UserExecutionEngine)
def positional(registry, websocket_bridge, user_context: UserExecutionContext, /):
    return per_user(registry, websocket_bridge, user_context=user_context)


@rewrite(LEGACY, UserExecutionEngine)
def per_user(registry, websocket_bridge, *, user_context):
    return UserExecutionEngine(
        context=user_context,
        agent_factory=configured_factory(registry, websocket_bridge),
        websocket_emitter=emitter_for(user_context, websocket_bridge),
    )


@rewrite(f"{LEGACY}._init_from_factory", f"{UserExecutionEngine}._init_from_factory")
def from_factory(registry, websocket_bridge, user_context):
    return per_user(registry, websocket_bridge, user_context=user_context)


@unsafe("agent_registry was never a valid keyword")
@rewrite(LEGACY, UserExecutionEngine)
def misnamed_registry(*, agent_registry, websocket_bridge, user_context):
    return per_user(agent_registry, websocket_bridge, user_context=user_context)


@unsafe(
    "the old constructor also set compatibility attributes",
    reads=("is_compatibility_mode", "get_compatibility_info", "_legacy_*"),
)
@rewrite(
    f"{LEGACY}.create_from_legacy",
    f"{UserExecutionEngine}.create_from_legacy",
    f"{LEGACY}.create_request_scoped_engine",
    f"{UserExecutionEngine}.create_request_scoped_engine",
)
async def awaited(registry, websocket_bridge, user_context):
    return per_user(registry, websocket_bridge, user_context=user_context)


@rewrite(f"{LEGACY}.create_execution_engine", f"{UserExecutionEngine}.create_execution_engine")
async def context_first(user_context, registry, websocket_bridge):
    return per_user(registry, websocket_bridge, user_context=user_context)


@manual(
    f"{LEGACY}.create_execution_engine",
    f"{UserExecutionEngine}.create_execution_engine",
    reason="missing-bridge",
    help="Pass the registry and the WebSocket bridge: without them it runs no agent and sends no event.",
)
def without_bridge(user_context, registry=None, websocket_bridge: None = None): ...


@manual(
    LEGACY,
    UserExecutionEngine,
    f"{LEGACY}._init_from_factory",
    f"{UserExecutionEngine}._init_from_factory",
    f"{LEGACY}.create_from_legacy",
    f"{UserExecutionEngine}.create_from_legacy",
    f"{LEGACY}.create_request_scoped_engine",
    f"{UserExecutionEngine}.create_request_scoped_engine",
    reason="missing-context",
    help="Pass the request's own user context: an engine for an anonymous user is a security decision.",
)
def anonymous(registry, websocket_bridge, user_context: None = None): ...


@manual(
    LEGACY,
    UserExecutionEngine,
    reason="missing-context",
    help="Pass the request's own user context, and the WebSocket bridge in place of its manager.",
)
def with_manager(registry, *, websocket_manager): ...


redirect(
    "netra_backend.app.agents.supervisor.execution_engine",
    ExecutionEngine=UserExecutionEngine,
    create_request_scoped_engine="netra_backend.app.agents.supervisor.execution_engine_factory.create_request_scoped_engine",
)
redirect("netra_backend.app.agents.execution_engine_consolidated", ExecutionEngine=UserExecutionEngine)
redirect(IN_CORE, UserExecutionEngine=UserExecutionEngine)
redirect(IN_EXECUTION, ExecutionEngine=UserExecutionEngine)
