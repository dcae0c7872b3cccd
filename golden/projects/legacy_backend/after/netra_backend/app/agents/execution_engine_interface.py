"""What every execution engine can do."""

from abc import ABC, abstractmethod
from dataclasses import dataclass

from netra_backend.app.agents.supervisor.execution_context import (
    AgentExecutionContext,
    AgentExecutionResult,
)
from netra_backend.app.services.user_execution_context import UserExecutionContext


class IExecutionEngine(ABC):
    """The interface that the engines have in common."""

    @abstractmethod
    async def execute_agent(
        self,
        context: AgentExecutionContext,
        user_context: UserExecutionContext | None = None,
    ) -> AgentExecutionResult:
        """Run one agent."""

    @abstractmethod
    async def execute_pipeline(
        self,
        steps: list[str],
        context: AgentExecutionContext,
        user_context: UserExecutionContext | None = None,
    ) -> list[AgentExecutionResult]:
        """Run the named agents one after the other."""

    @abstractmethod
    async def get_execution_stats(self) -> dict[str, object]:
        """Count what has been run."""

    @abstractmethod
    async def shutdown(self) -> None:
        """Refuse further work."""

    def get_engine_type(self) -> str:
        """Name the implementation."""
        return type(self).__name__


@dataclass(frozen=True)
class ExecutionEngineCapabilities:
    """What a wrapped engine supports."""

    supports_user_context: bool = False
    supports_pipelines: bool = False
    max_concurrent_executions: int = 1


class ExecutionEngineAdapter:
    """Wraps an engine of another shape."""

    def __init__(
        self, wrapped_engine: object, capabilities: ExecutionEngineCapabilities
    ) -> None:
        self.wrapped_engine = wrapped_engine
        self.capabilities = capabilities

    async def execute_agent_adapted(
        self,
        context: AgentExecutionContext,
        user_context: UserExecutionContext | None = None,
    ) -> AgentExecutionResult:
        """Run one agent in the wrapped engine."""
        return await self.wrapped_engine.execute_agent(context, user_context)
