"""DEPRECATED: what is left of a consolidation that was never finished."""

from netra_backend.app.agents.supervisor.data_access_integration import (
    UserExecutionEngineExtensions as ExecutionEngineFactory,
)
from netra_backend.app.agents.supervisor.request_scoped_execution_engine import (
    RequestScopedExecutionEngine,
)
from netra_backend.app.agents.supervisor.user_execution_engine import (
    UserExecutionEngine as ExecutionEngine,
)


class EngineConfig:
    """Accepts any setting and keeps none."""

    def __init__(self, **settings: object) -> None:
        pass


__all__ = [
    "EngineConfig",
    "ExecutionEngine",
    "ExecutionEngineFactory",
    "RequestScopedExecutionEngine",
]
