"""Retire core.managers.execution_engine_factory, a second path to the canonical factory.

It asks the canonical module for a name that this does not have, so that the stubs in its handler are what
everybody gets.
"""

from netra_backend.app.agents.supervisor.execution_engine_factory import ExecutionEngineFactory

from migrate_engines.codemod import manual, redirect, retire

MODULE = "netra_backend.app.core.managers.execution_engine_factory"


@manual(
    f"{MODULE}.ExecutionEngineFactory",
    f"{MODULE}.RequestScopedExecutionEngineFactory",
    f"{MODULE}.create_execution_engine_factory",
    f"{MODULE}.get_execution_engine_factory",
    reason="second-path",
    help="What this path gives may build nothing. Use the factory of supervisor.execution_engine_factory.",
)
def stubbed(*args, **kwargs): ...


redirect(MODULE, ExecutionEngineFactory=ExecutionEngineFactory)
retire(
    f"{MODULE}.RequestScopedExecutionEngineFactory",
    successor=ExecutionEngineFactory,
    help="Use the factory of supervisor.execution_engine_factory, which serves requests.",
)
