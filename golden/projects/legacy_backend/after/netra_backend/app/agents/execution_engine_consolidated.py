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


class ExecutionExtension:
    """Extended the consolidated engine."""


class WebSocketExtension(ExecutionExtension):
    """Sent events."""


def create_execution_engine(*args: object, **kwargs: object) -> type[ExecutionEngine]:
    """Return the class, not an engine."""
    return ExecutionEngine


def get_execution_engine_factory() -> type[ExecutionEngineFactory]:
    """Return the class that is called a factory here."""
    return ExecutionEngineFactory


__all__ = [
    "EngineConfig",
    "ExecutionEngine",
    "ExecutionEngineFactory",
    "ExecutionExtension",
    "RequestScopedExecutionEngine",
    "WebSocketExtension",
    "create_execution_engine",
    "get_execution_engine_factory",
]
