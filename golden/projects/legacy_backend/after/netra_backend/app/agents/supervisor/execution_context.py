"""What goes into an agent's execution and what comes out."""

from dataclasses import dataclass, field

from netra_backend.app.services.user_execution_context import UserExecutionContext


@dataclass
class AgentExecutionContext:
    """One execution of one agent; not to be confused with the user's context."""

    user_id: str
    thread_id: str
    run_id: str
    agent_name: str
    metadata: dict[str, str] = field(default_factory=dict)

    @classmethod
    def for_request(
        cls, user_context: UserExecutionContext, agent_name: str, message: str
    ) -> "AgentExecutionContext":
        """Make the execution of an agent on a user's message."""
        return cls(
            user_id=user_context.user_id,
            thread_id=user_context.thread_id,
            run_id=user_context.run_id,
            agent_name=agent_name,
            metadata={"message": message},
        )


@dataclass
class AgentExecutionResult:
    """The answer of an agent, or its error."""

    success: bool
    agent_name: str
    data: str | None = None
    error: str | None = None
