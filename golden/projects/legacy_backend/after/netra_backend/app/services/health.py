"""Health: says whether engines could be made, without making any."""

from netra_backend.app.core.managers.execution_engine_factory import (
    ExecutionEngineFactory,
)

try:
    from netra_backend.app.agents.supervisor.user_execution_engine import UserExecutionEngine as ExecutionEngine
except ImportError:
    ExecutionEngine = None


def report() -> dict[str, bool]:
    """Tell which parts can be imported."""
    return {
        "factory": ExecutionEngineFactory is not None,
        "engine": ExecutionEngine is not None,
    }
