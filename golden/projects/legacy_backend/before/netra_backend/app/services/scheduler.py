"""Scheduler: runs jobs later; imports engines where it needs them."""

from dataclasses import dataclass

from netra_backend.app.agents.supervisor.agent_registry import AgentRegistry
from netra_backend.app.services.agent_websocket_bridge import AgentWebSocketBridge
from netra_backend.app.services.triage import AgentRunner, triage_with
from netra_backend.app.services.user_execution_context import UserExecutionContext


@dataclass(frozen=True)
class Job:
    """What is to be run for whom."""

    user_id: str
    thread_id: str
    message: str

    def context(self) -> UserExecutionContext:
        """Make the context of this job's own run."""
        return UserExecutionContext.from_request(self.user_id, self.thread_id)


async def run_now(
    registry: AgentRegistry,
    bridge: AgentWebSocketBridge,
    user_context: UserExecutionContext,
    message: str,
) -> str:
    """Run a message without waiting."""
    from netra_backend.app.agents.supervisor.execution_engine import ExecutionEngine

    engine = await ExecutionEngine.create_from_legacy(registry, bridge, user_context)
    return await triage_with(engine, user_context, message)


async def run_job(
    registry: AgentRegistry, bridge: AgentWebSocketBridge, job: Job
) -> str:
    """Run a job in an engine of its own."""
    from netra_backend.app.agents.execution_engine_consolidated import (
        RequestScopedExecutionEngine,
    )

    engine = RequestScopedExecutionEngine(job.context(), registry.copy(), bridge)
    return await triage_with(engine, engine.user_context, job.message)


def engine_for(
    registry: AgentRegistry, bridge: AgentWebSocketBridge, job: Job
) -> AgentRunner:
    """Make the engine of a job."""
    from netra_backend.app.agents.execution_engine_consolidated import (
        RequestScopedExecutionEngine,
    )

    return RequestScopedExecutionEngine(
        job.context(),  # a run of its own
        registry.copy(),
        # the job's user sees the events, and nobody else
        bridge,
        max_concurrent_executions=1,
    )
