"""Retire the adapters that made other engines look like one.

They wrap the engines that are gone. Their factory has a namesake that stays.
"""

from netra_backend.app.agents.supervisor.execution_engine_factory import ExecutionEngineFactory
from netra_backend.app.agents.supervisor.user_execution_engine import UserExecutionEngine

from migrate_engines.codemod import manual, retire

MODULE = "netra_backend.app.agents.execution_engine_legacy_adapter"
INTERFACE = "netra_backend.app.agents.execution_engine_interface"


@manual(
    f"{MODULE}.SupervisorExecutionEngineAdapter",
    f"{MODULE}.ConsolidatedExecutionEngineWrapper",
    f"{MODULE}.GenericExecutionEngineAdapter",
    f"{INTERFACE}.ExecutionEngineAdapter",
    reason="nothing-to-adapt",
    help="Use the canonical engine itself: it has the interface.",
)
def adapted(*args, **kwargs): ...


@manual(
    f"{MODULE}.ExecutionEngineFactory",
    f"{MODULE}.ExecutionEngineFactory.create_adapted_engine",
    f"{MODULE}.ExecutionEngineFactory.ensure_interface_compliance",
    reason="nothing-to-adapt",
    help="Use the engine as it is, or the factory of supervisor.execution_engine_factory.",
)
def made(*args, **kwargs): ...


retire(
    f"{MODULE}.SupervisorExecutionEngineAdapter",
    f"{MODULE}.ConsolidatedExecutionEngineWrapper",
    f"{MODULE}.GenericExecutionEngineAdapter",
    f"{INTERFACE}.ExecutionEngineAdapter",
    successor=UserExecutionEngine,
    help="Use the canonical engine itself.",
)
retire(f"{INTERFACE}.ExecutionEngineCapabilities", help="It describes what adapters wrap: it goes with them.")
retire(
    f"{MODULE}.ExecutionEngineFactory",
    successor=ExecutionEngineFactory,
    help="Use the factory of supervisor.execution_engine_factory.",
)
