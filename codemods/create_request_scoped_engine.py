"""Retire the four-parameter function create_request_scoped_engine.

It built a request-scoped engine of its own. The function of that name which remains takes the user context
alone, registers clean-up and limits, and stays as it is; calls that still pass the removed parameters fail.
"""

from netra_backend.app.agents.supervisor.engine_wiring import configured_factory, emitter_for
from netra_backend.app.agents.supervisor.execution_engine_factory import create_request_scoped_engine
from netra_backend.app.agents.supervisor.user_execution_engine import UserExecutionEngine

from migrate_engines.codemod import keep, manual, retire, rewrite, unsafe

LEGACY = "netra_backend.app.agents.supervisor.request_scoped_execution_engine.create_request_scoped_engine"


@keep(create_request_scoped_engine)
async def managed(context): ...


@manual(
    LEGACY,
    create_request_scoped_engine,
    reason="missing-context",
    help="Pass the request's own user context: an engine for an anonymous user is a security decision.",
)
def anonymous(user_context: None, registry, websocket_bridge, max_concurrent_executions=3): ...


@unsafe("the limit on concurrent executions now comes from the context")
@rewrite(LEGACY)
def built_here(user_context, registry, websocket_bridge, max_concurrent_executions=3):
    return UserExecutionEngine(
        context=user_context,
        agent_factory=configured_factory(registry, websocket_bridge),
        websocket_emitter=emitter_for(user_context, websocket_bridge),
    )


@unsafe("the call fails today, and the limit on concurrent executions now comes from the context")
@rewrite(create_request_scoped_engine)
async def removed_parameters(user_context, registry, websocket_bridge, max_concurrent_executions=3):
    return built_here(user_context, registry, websocket_bridge, max_concurrent_executions)


retire(LEGACY, help="Build the engine at the call, as the codemod does, or ask the factory for it.")
