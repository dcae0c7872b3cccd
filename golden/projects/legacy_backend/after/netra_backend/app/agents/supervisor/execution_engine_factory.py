"""The canonical factory: bounds the engines of each user and cleans them up."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from netra_backend.app.agents.supervisor.agent_instance_factory import (
    AgentInstanceFactory,
    UserWebSocketEmitter,
)
from netra_backend.app.agents.supervisor.user_execution_engine import (
    UserExecutionEngine,
)
from netra_backend.app.services.agent_websocket_bridge import AgentWebSocketBridge
from netra_backend.app.services.user_execution_context import UserExecutionContext


class ExecutionEngineFactoryError(Exception):
    """The factory cannot make an engine."""


class ExecutionEngineFactory:
    """Makes the engines of all users and keeps count of them."""

    def __init__(
        self,
        websocket_bridge: AgentWebSocketBridge | None = None,
        database_session_manager: object | None = None,
        redis_manager: object | None = None,
    ) -> None:
        self._websocket_bridge = websocket_bridge
        self._database_session_manager = database_session_manager
        self._redis_manager = redis_manager
        self._active_engines: dict[str, UserExecutionEngine] = {}

    async def create_for_user(
        self, context: UserExecutionContext
    ) -> UserExecutionEngine:
        """Make the engine of a user's request."""
        agent_factory = AgentInstanceFactory()
        agent_factory.configure(websocket_bridge=self._websocket_bridge)
        emitter = UserWebSocketEmitter(
            user_id=context.user_id,
            thread_id=context.thread_id,
            run_id=context.run_id,
            websocket_bridge=self._websocket_bridge,
        )
        engine = UserExecutionEngine(context, agent_factory, emitter)
        self._active_engines[engine.engine_id] = engine
        return engine

    @asynccontextmanager
    async def user_execution_scope(
        self, context: UserExecutionContext
    ) -> AsyncIterator[UserExecutionEngine]:
        """Lend an engine and clean it up afterwards."""
        engine = await self.create_for_user(context)
        try:
            yield engine
        finally:
            await engine.shutdown()
            del self._active_engines[engine.engine_id]


_factory_instance: ExecutionEngineFactory | None = None
_factory_lock = asyncio.Lock()


async def configure_execution_engine_factory(
    websocket_bridge: AgentWebSocketBridge,
    database_session_manager: object | None = None,
    redis_manager: object | None = None,
) -> ExecutionEngineFactory:
    """Set the factory of this process."""
    global _factory_instance
    async with _factory_lock:
        _factory_instance = ExecutionEngineFactory(
            websocket_bridge, database_session_manager, redis_manager
        )
        return _factory_instance


async def get_execution_engine_factory() -> ExecutionEngineFactory:
    """Return the factory of this process."""
    async with _factory_lock:
        if _factory_instance is None:
            raise ExecutionEngineFactoryError("configure the factory at start-up")
        return _factory_instance


@asynccontextmanager
async def user_execution_engine(
    context: UserExecutionContext,
) -> AsyncIterator[UserExecutionEngine]:
    """Lend an engine of this process's factory."""
    factory = await get_execution_engine_factory()
    async with factory.user_execution_scope(context) as engine:
        yield engine


async def create_request_scoped_engine(
    context: UserExecutionContext,
) -> UserExecutionEngine:
    """Make an engine with this process's factory."""
    factory = await get_execution_engine_factory()
    return await factory.create_for_user(context)
