"""Deprecated: the supervisor's factory by a second path, which always gives stubs."""

try:
    from netra_backend.app.agents.supervisor.execution_engine_factory import (
        ExecutionEngineFactory,
        RequestScopedExecutionEngineFactory,
    )
except ImportError:

    class ExecutionEngineFactory:
        """Takes anything, and makes nothing."""

        def __init__(self, *args: object, **kwargs: object) -> None:
            pass

        def create_execution_engine(self, *args: object, **kwargs: object) -> object:
            """Fail."""
            raise NotImplementedError("use the supervisor's factory")

    class RequestScopedExecutionEngineFactory(ExecutionEngineFactory):
        """The same for requests."""


__all__ = ["ExecutionEngineFactory", "RequestScopedExecutionEngineFactory"]
