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


class SupervisorExecutionEngineAdapter(GenericExecutionEngineAdapter):
    """Adapts the supervisor's old engine."""

    def __init__(self, supervisor_engine: object) -> None:
        super().__init__(supervisor_engine)


class ConsolidatedExecutionEngineWrapper(GenericExecutionEngineAdapter):
    """Adapts the consolidated engine."""

    def __init__(self, consolidated_engine: object) -> None:
        super().__init__(consolidated_engine)


class ExecutionEngineFactory:
    """Chooses the adapter for an engine."""

    @staticmethod
    def create_adapted_engine(engine: object) -> IExecutionEngine:
        """Return the engine itself where it fits, else an adapter."""
        if isinstance(engine, IExecutionEngine):
            return engine
        return GenericExecutionEngineAdapter(engine)
