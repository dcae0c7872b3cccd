"""Retire what execution_engine_consolidated defines beside its aliases.

The canonical class knows no configuration and no extensions: what they said is the context's business now.
Since the module redirects they are stubs, which take anything and do nothing or fail. The module's alias of
the class is the business of the codemod execution_engine.
"""

from netra_backend.app.agents.supervisor.user_execution_engine import UserExecutionEngine

from migrate_engines.codemod import manual, redirect, retire

MODULE = "netra_backend.app.agents.execution_engine_consolidated"
SCOPED = "netra_backend.app.agents.supervisor.request_scoped_execution_engine.RequestScopedExecutionEngine"


@manual(
    f"{MODULE}.ExecutionEngine",
    UserExecutionEngine,
    reason="configuration-lost",
    help="No parameter takes the configuration. Say in the user's context what it said, and pass that.",
)
def configured(*, config, registry=None, websocket_bridge=None, user_context=None, tool_dispatcher=None): ...


@manual(
    f"{MODULE}.ExecutionEngine",
    UserExecutionEngine,
    reason="dispatcher-lost",
    help="No parameter takes a tool dispatcher: the engine makes its own from the context. Pass the context.",
)
def with_dispatcher(
    *, tool_dispatcher, agent_registry=None, registry=None, websocket_bridge=None, user_context=None
): ...


@manual(
    f"{MODULE}.RequestScopedExecutionEngine",
    SCOPED,
    reason="engine-in-engine",
    help="An engine no longer wraps another. Build one from the request's own user context instead.",
)
def wrapped(engine, request_id): ...


@manual(
    f"{MODULE}.EngineConfig",
    f"{MODULE}.ExecutionExtension",
    f"{MODULE}.UserExecutionExtension",
    f"{MODULE}.MCPExecutionExtension",
    f"{MODULE}.DataExecutionExtension",
    f"{MODULE}.WebSocketExtension",
    reason="no-counterpart",
    help="The canonical class knows neither configurations nor extensions: say it in the user's context.",
)
def extended(*args, **kwargs): ...


@manual(
    f"{MODULE}.create_execution_engine",
    f"{MODULE}.get_execution_engine_factory",
    reason="no-counterpart",
    help="It takes no user context. Build the engine from one, or ask the canonical factory for it.",
)
def called(*args, **kwargs): ...


redirect(MODULE, ExecutionEngineWithWebSocketEvents=UserExecutionEngine)
retire(
    f"{MODULE}.EngineConfig",
    f"{MODULE}.ExecutionExtension",
    f"{MODULE}.UserExecutionExtension",
    f"{MODULE}.MCPExecutionExtension",
    f"{MODULE}.DataExecutionExtension",
    f"{MODULE}.WebSocketExtension",
    f"{MODULE}.create_execution_engine",
    f"{MODULE}.get_execution_engine_factory",
    help="The canonical class has no counterpart: say in the user's context what it said, or remove it.",
)
