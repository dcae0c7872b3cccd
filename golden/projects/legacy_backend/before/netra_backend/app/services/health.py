"""Health: says whether engines could be made, without making any."""

from netra_backend.app.core.managers.execution_engine_factory import (
    ExecutionEngineFactory,
)

try:
    from netra_backend.app.execution.execution_engine import ExecutionEngine
except ImportError:
    ExecutionEngine = None


def report() -> dict[str, bool]:
    """Tell which parts can be imported."""
    return {
        "factory": ExecutionEngineFactory is not None,
        "engine": ExecutionEngine is not None,
    }
