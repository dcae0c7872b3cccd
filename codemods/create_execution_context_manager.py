"""Retire create_execution_context_manager, which always fails.

It takes registry and bridge, but no user, and the engine that it tries to build refuses that.
"""

from migrate_engines.codemod import manual, retire

LEGACY = "netra_backend.app.agents.supervisor.user_execution_engine.create_execution_context_manager"


@manual(
    LEGACY,
    reason="missing-context",
    help="Use `async with user_execution_engine(context)`: it takes the request's own user context.",
)
def without_user(*args, **kwargs): ...


retire(LEGACY, help="Use `async with user_execution_engine(context)` instead.")
