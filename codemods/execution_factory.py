"""Retire the module execution_factory, its two engines and its factory.

The factory tries to build the canonical class with a keyword that it does not have, hides the failure, and
gives an IsolatedExecutionEngine instead; its UserExecutionEngineWrapper is never reached. Semaphore, timeout
and factory have no parameter in the canonical class.
"""

from netra_backend.app.agents.supervisor.execution_engine_factory import ExecutionEngineFactory
from netra_backend.app.agents.supervisor.user_execution_engine import UserExecutionEngine

from migrate_engines.codemod import manual, retire

MODULE = "netra_backend.app.agents.supervisor.execution_factory"


@manual(
    f"{MODULE}.IsolatedExecutionEngine",
    f"{MODULE}.UserExecutionEngineWrapper",
    reason="limits-lost",
    help="No parameter takes the semaphore, the timeout or the factory: decide where those limits belong.",
)
def with_limits(*args, **kwargs): ...


@manual(
    f"{MODULE}.ExecutionEngineFactory",
    f"{MODULE}.get_execution_engine_factory",
    reason="another-factory",
    help="Use the factory of supervisor.execution_engine_factory: it takes the bridge, not a configuration.",
)
def made(*args, **kwargs): ...


@manual(
    f"{MODULE}.ExecutionEngineFactory.create_execution_engine",
    reason="another-factory",
    help="This gives an isolated engine, and supervisor.execution_engine_factory a canonical one.",
)
def created(user_context): ...


retire(
    f"{MODULE}.IsolatedExecutionEngine",
    f"{MODULE}.UserExecutionEngineWrapper",
    successor=UserExecutionEngine,
    help="Move what only this class does to where the canonical class has it.",
)
retire(
    f"{MODULE}.ExecutionEngineFactory",
    successor=ExecutionEngineFactory,
    help="Let its callers use the factory of supervisor.execution_engine_factory.",
)
