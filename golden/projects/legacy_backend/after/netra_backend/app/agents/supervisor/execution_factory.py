"""DEPRECATED: a second factory with an engine and a wrapper of its own."""

import asyncio

from netra_backend.app.agents.construction_log import CONSTRUCTED
from netra_backend.app.agents.supervisor.agent_registry import AgentRegistry
from netra_backend.app.agents.supervisor.user_execution_engine import (
    UserExecutionEngine,
)
from netra_backend.app.services.agent_websocket_bridge import AgentWebSocketBridge
from netra_backend.app.services.user_execution_context import UserExecutionContext


class ExecutionEngineFactory:
    """Makes isolated engines from a configuration."""

    def __init__(self, config: object | None = None) -> None:
        self.config = config
        self._agent_registry: AgentRegistry | None = None

    def configure(
        self,
        agent_registry: AgentRegistry | None,
        websocket_bridge_factory: AgentWebSocketBridge,
        db_connection_pool: object | None = None,
    ) -> None:
        """Set what the engines may use."""
        self._agent_registry = agent_registry
        self._websocket_bridge = websocket_bridge_factory

    async def create_execution_engine(
        self, user_context: UserExecutionContext
    ) -> "IsolatedExecutionEngine":
        """Make the isolated engine of a user."""
        return IsolatedExecutionEngine(
            user_context=user_context,
            agent_registry=self._agent_registry,
            websocket_bridge=self._websocket_bridge,
            execution_semaphore=asyncio.Semaphore(3),
            execution_timeout=30.0,
            factory=self,
        )


class UserExecutionEngineWrapper:
    """Passes everything on to a user's engine."""

    def __init__(
        self,
        user_engine: UserExecutionEngine,
        user_context: UserExecutionContext,
        agent_registry: AgentRegistry,
        websocket_bridge: AgentWebSocketBridge,
        execution_semaphore: asyncio.Semaphore,
        execution_timeout: float,
        factory: ExecutionEngineFactory,
    ) -> None:
        self.user_engine = user_engine
        self.execution_semaphore = execution_semaphore
        self.execution_timeout = execution_timeout
        CONSTRUCTED.append(type(self).__name__)

    def __getattr__(self, name: str) -> object:
        return getattr(self.user_engine, name)


class IsolatedExecutionEngine:
    """Runs the agents of one user under a semaphore and a timeout of his own."""

    def __init__(
        self,
        user_context: UserExecutionContext,
        agent_registry: AgentRegistry | None,
        websocket_bridge: AgentWebSocketBridge,
        execution_semaphore: asyncio.Semaphore,
        execution_timeout: float,
        factory: ExecutionEngineFactory,
    ) -> None:
        self.user_context = user_context
        self.agent_registry = agent_registry
        self.websocket_bridge = websocket_bridge
        self.execution_semaphore = execution_semaphore
        self.execution_timeout = execution_timeout
        self.factory = factory
        CONSTRUCTED.append(type(self).__name__)


_execution_engine_factory: ExecutionEngineFactory | None = None


def get_execution_engine_factory() -> ExecutionEngineFactory:
    """Return the second factory of this process."""
    global _execution_engine_factory
    if _execution_engine_factory is None:
        _execution_engine_factory = ExecutionEngineFactory()
    return _execution_engine_factory
