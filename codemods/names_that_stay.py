"""Leave what is named like an engine and is none of those that are retired.

They keep their modules, and the inventory does not count them as implementations that compete.
"""

from netra_backend.app.agents.supervisor.execution_engine_factory import (
    ExecutionEngineFactory,
    ExecutionEngineFactoryError,
)

from migrate_engines.codemod import leave

AGENTS = "netra_backend.app.agents"

leave(
    f"{AGENTS}.unified_tool_execution.UnifiedToolExecutionEngine",
    f"{AGENTS}.tool_dispatcher_execution.ToolExecutionEngine",
    "netra_backend.app.core.interfaces_tools.ToolExecutionEngine",
    "netra_backend.app.services.unified_tool_registry.execution_engine.ToolExecutionEngine",
    "netra_backend.app.schemas.tool.ToolExecutionEngineInterface",
    because="It runs tools, not agents: another domain.",
)
leave(
    f"{AGENTS}.base.executor.BaseExecutionEngine",
    because="It runs the strategies of one agent, and no user's request: another domain.",
)
leave(ExecutionEngineFactory, because="It is the canonical factory: it registers clean-up and limits.")
leave(ExecutionEngineFactoryError, because="The canonical factory raises it.")
leave(
    f"{AGENTS}.execution_engine_interface.IExecutionEngine",
    because="It is the interface that the canonical class implements.",
)
leave(
    f"{AGENTS}.supervisor.data_access_integration.UserExecutionEngineExtensions",
    because="It extends the canonical class.",
)
leave(
    "netra_backend.app.core.app_state_contracts.ExecutionEngineFactoryValidator",
    because="It checks at start-up that there is a factory.",
)
