"""DEPRECATED: use UserExecutionEngine; the name below is another name for it."""

from netra_backend.app.agents.supervisor.execution_engine_factory import (
    create_request_scoped_engine,
)
from netra_backend.app.agents.supervisor.user_execution_engine import (
    UserExecutionEngine as ExecutionEngine,
)

ExecutionEngine.create_request_scoped_engine = ExecutionEngine.create_from_legacy

__all__ = ["ExecutionEngine", "create_request_scoped_engine"]
