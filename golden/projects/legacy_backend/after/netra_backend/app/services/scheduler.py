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
    from netra_backend.app.agents.supervisor.user_execution_engine import UserExecutionEngine as ExecutionEngine
    from netra_backend.app.agents.supervisor.engine_wiring import (
        configured_factory,
        emitter_for,
    )

    engine = ExecutionEngine(
        context=user_context,
        agent_factory=configured_factory(registry, bridge),
        websocket_emitter=emitter_for(user_context, bridge),
    )
    return await triage_with(engine, user_context, message)


async def run_job(
    registry: AgentRegistry, bridge: AgentWebSocketBridge, job: Job
) -> str:
    """Run a job in an engine of its own."""
    from netra_backend.app.agents.supervisor.user_execution_engine import UserExecutionEngine
    from netra_backend.app.agents.supervisor.engine_wiring import (
        configured_factory,
        emitter_for,
    )

    user_context = job.context()
    registry_2 = registry.copy()
    engine = UserExecutionEngine(
        context=user_context,
        agent_factory=configured_factory(registry_2, bridge),
        websocket_emitter=emitter_for(user_context, bridge),
    )
    return await triage_with(engine, engine.user_context, job.message)


def engine_for(
    registry: AgentRegistry, bridge: AgentWebSocketBridge, job: Job
) -> AgentRunner:
    """Make the engine of a job."""
    from netra_backend.app.agents.supervisor.user_execution_engine import UserExecutionEngine
    from netra_backend.app.agents.supervisor.engine_wiring import (
        configured_factory,
        emitter_for,
    )

    # a run of its own
    # the job's user sees the events, and nobody else
    user_context = job.context()
    registry_2 = registry.copy()
    return UserExecutionEngine(
        context=user_context,
        agent_factory=configured_factory(registry_2, bridge),
        websocket_emitter=emitter_for(user_context, bridge),
    )
