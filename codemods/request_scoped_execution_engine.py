"""Retire RequestScopedExecutionEngine, a second full implementation.

It isolates requests by itself, next to the canonical class, which does so from the user's context.
"""

from netra_backend.app.agents.supervisor.engine_wiring import configured_factory, emitter_for
from netra_backend.app.agents.supervisor.user_execution_engine import UserExecutionEngine

from migrate_engines.codemod import manual, redirect, retire, rewrite, unsafe

MODULE = "netra_backend.app.agents.supervisor.request_scoped_execution_engine"


@unsafe("get_execution_stats is synchronous on the old class, and its limit now comes from the context")
@rewrite(f"{MODULE}.RequestScopedExecutionEngine")
def per_request(user_context, registry, websocket_bridge, max_concurrent_executions=3):
    return UserExecutionEngine(
        context=user_context,
        agent_factory=configured_factory(registry, websocket_bridge),
        websocket_emitter=emitter_for(user_context, websocket_bridge),
    )


@manual(
    f"{MODULE}.RequestScopedExecutionEngine",
    reason="missing-context",
    help="Pass the request's own user context: an engine for an anonymous user is a security decision.",
)
def anonymous(user_context: None, registry, websocket_bridge, max_concurrent_executions=3): ...


redirect(MODULE, RequestScopedExecutionEngine=UserExecutionEngine)
retire(
    f"{MODULE}.RequestScopedExecutionEngine",
    successor=UserExecutionEngine,
    help="Move what only this class does to where the canonical class has it.",
)
