"""Asks an engine, whichever it is, for the triage of a message."""

from typing import Protocol

from netra_backend.app.agents.supervisor.execution_context import (
    AgentExecutionContext,
    AgentExecutionResult,
)
from netra_backend.app.services.user_execution_context import UserExecutionContext


class AgentRunner(Protocol):
    """Anything that can run an agent."""

    async def execute_agent(
        self,
        context: AgentExecutionContext,
        user_context: UserExecutionContext | None = None,
    ) -> AgentExecutionResult:
        """Run one agent."""


async def triage_with(
    engine: AgentRunner, user_context: UserExecutionContext, message: str
) -> str:
    """Return the triage agent's answer."""
    execution = AgentExecutionContext.for_request(user_context, "triage", message)
    result = await engine.execute_agent(execution, user_context)
    return result.data or ""
