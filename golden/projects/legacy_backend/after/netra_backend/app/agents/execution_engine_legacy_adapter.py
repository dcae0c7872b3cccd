"""DEPRECATED: adapters from the old engines to the common interface."""

from netra_backend.app.agents.execution_engine_interface import (
    ExecutionEngineAdapter,
    ExecutionEngineCapabilities,
    IExecutionEngine,
)
from netra_backend.app.agents.supervisor.execution_context import (
    AgentExecutionContext,
    AgentExecutionResult,
)
from netra_backend.app.services.user_execution_context import UserExecutionContext


class GenericExecutionEngineAdapter(ExecutionEngineAdapter, IExecutionEngine):
    """Adapts any engine that can execute an agent."""

    def __init__(self, engine: object) -> None:
        super().__init__(engine, ExecutionEngineCapabilities())

    async def execute_agent(
        self,
        context: AgentExecutionContext,
        user_context: UserExecutionContext | None = None,
    ) -> AgentExecutionResult:
        """Run one agent in the wrapped engine."""
        return await self.execute_agent_adapted(context, user_context)

    async def execute_pipeline(
        self,
        steps: list[str],
        context: AgentExecutionContext,
        user_context: UserExecutionContext | None = None,
    ) -> list[AgentExecutionResult]:
        """Run the context's agent once for every step."""
        return [await self.execute_agent(context, user_context) for _ in steps]

    async def get_execution_stats(self) -> dict[str, object]:
        """Name the engine that is wrapped."""
        return {"wrapped": type(self.wrapped_engine).__name__}

    async def shutdown(self) -> None:
        """Do nothing: the wrapped engine belongs to someone else."""
