"""Deprecated: use netra_backend.app.agents.supervisor.user_execution_engine.UserExecutionEngine.

migrate-engines: redirect
"""

import warnings

from netra_backend.app.agents.supervisor.execution_engine_factory import (
    create_request_scoped_engine as create_request_scoped_engine,
)
from netra_backend.app.agents.supervisor.user_execution_engine import (
    UserExecutionEngine as ExecutionEngine,
)

__all__ = [
    "ExecutionEngine",
    "create_request_scoped_engine",
]

warnings.warn(
    "netra_backend.app.agents.supervisor.execution_engine is deprecated: "
    "use netra_backend.app.agents.supervisor.user_execution_engine.UserExecutionEngine",
    DeprecationWarning,
    stacklevel=2,
)
