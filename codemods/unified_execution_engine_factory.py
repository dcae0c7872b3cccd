"""Retire UnifiedExecutionEngineFactory, which drops what it is given.

It hands the user context to the canonical factory and silently ignores registry and bridge.
"""

from netra_backend.app.agents.supervisor.execution_engine_factory import ExecutionEngineFactory

from migrate_engines.codemod import manual, retire

MODULE = "netra_backend.app.agents.execution_engine_unified_factory"


@manual(
    f"{MODULE}.UnifiedExecutionEngineFactory",
    f"{MODULE}.ExecutionEngineFactory",
    f"{MODULE}.UnifiedExecutionEngineFactory.set_defaults",
    f"{MODULE}.UnifiedExecutionEngineFactory.configure",
    f"{MODULE}.ExecutionEngineFactory.set_defaults",
    f"{MODULE}.ExecutionEngineFactory.configure",
    reason="arguments-dropped",
    help="What it is given goes nowhere. Configure supervisor.execution_engine_factory instead.",
)
def configured(*args, **kwargs): ...


@manual(
    f"{MODULE}.UnifiedExecutionEngineFactory.create_engine",
    f"{MODULE}.UnifiedExecutionEngineFactory.create_user_engine",
    f"{MODULE}.UnifiedExecutionEngineFactory.create_request_scoped_engine",
    f"{MODULE}.UnifiedExecutionEngineFactory.create_for_user",
    f"{MODULE}.UnifiedExecutionEngineFactory.get_default_engine",
    f"{MODULE}.ExecutionEngineFactory.create_engine",
    f"{MODULE}.ExecutionEngineFactory.create_user_engine",
    f"{MODULE}.ExecutionEngineFactory.create_request_scoped_engine",
    f"{MODULE}.ExecutionEngineFactory.create_for_user",
    f"{MODULE}.ExecutionEngineFactory.get_default_engine",
    f"{MODULE}.migrate_legacy_factory_call",
    f"{MODULE}.create_execution_engine_async",
    f"{MODULE}.create_user_execution_engine_async",
    reason="arguments-dropped",
    help="Registry and bridge are dropped. Call the factory's create_for_user with the user's context.",
)
def created(*args, **kwargs): ...


retire(
    f"{MODULE}.UnifiedExecutionEngineFactory",
    f"{MODULE}.ExecutionEngineFactory",
    successor=ExecutionEngineFactory,
    help="Let its callers use the factory of supervisor.execution_engine_factory.",
)
