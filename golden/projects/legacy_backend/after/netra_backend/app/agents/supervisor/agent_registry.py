"""The agents that a backend knows, by name."""

from collections.abc import Awaitable, Callable

from netra_backend.app.services.user_execution_context import UserExecutionContext

Agent = Callable[[UserExecutionContext, str], Awaitable[str]]


class AgentRegistry:
    """A mapping of names to agents, shared by all requests."""

    def __init__(self) -> None:
        self._agents: dict[str, Agent] = {}

    def register(self, name: str, agent: Agent) -> None:
        """Add an agent."""
        self._agents[name] = agent

    def get(self, name: str) -> Agent:
        """Return the agent of that name."""
        return self._agents[name]

    def list_keys(self) -> list[str]:
        """Return the names of all agents."""
        return sorted(self._agents)

    def copy(self) -> "AgentRegistry":
        """Return a registry of its own with the same agents."""
        registry = AgentRegistry()
        registry._agents.update(self._agents)
        return registry


async def triage(context: UserExecutionContext, message: str) -> str:
    """Answer a message on behalf of its user."""
    return f"triage for {context.user_id}: {message}"


def default_registry() -> AgentRegistry:
    """Make a registry of the built-in agents."""
    registry = AgentRegistry()
    registry.register("triage", triage)
    return registry
