"""One registry, one bridge and two users for every test."""

import pytest

from netra_backend.app.agents.construction_log import CONSTRUCTED
from netra_backend.app.agents.supervisor.agent_registry import (
    AgentRegistry,
    default_registry,
)
from netra_backend.app.services.agent_websocket_bridge import AgentWebSocketBridge
from netra_backend.app.services.user_execution_context import UserExecutionContext


@pytest.fixture(autouse=True)
def forget_constructions() -> None:
    """Begin with an empty construction log."""
    CONSTRUCTED.clear()


@pytest.fixture
def registry() -> AgentRegistry:
    """The built-in agents."""
    return default_registry()


@pytest.fixture
def bridge() -> AgentWebSocketBridge:
    """A bridge that nobody has used."""
    return AgentWebSocketBridge()


@pytest.fixture
def alice() -> UserExecutionContext:
    """A request of the first user."""
    return UserExecutionContext("alice", "thread-a", "run-a")


@pytest.fixture
def bob() -> UserExecutionContext:
    """A request of the second user."""
    return UserExecutionContext("bob", "thread-b", "run-b")
