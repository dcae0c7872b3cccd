"""The canonical engine: one for each request, from the user's own context."""

import asyncio
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from netra_backend.app.agents.construction_log import CONSTRUCTED
from netra_backend.app.agents.execution_engine_interface import IExecutionEngine
from netra_backend.app.agents.supervisor.agent_instance_factory import (
    AgentInstanceFactory,
    AnnouncingEmitter,
    UserWebSocketEmitter,
)
from netra_backend.app.agents.supervisor.agent_registry import AgentRegistry
from netra_backend.app.agents.supervisor.data_access_integration import (
    UserExecutionEngineExtensions,
)
from netra_backend.app.agents.supervisor.execution_context import (
    AgentExecutionContext,
    AgentExecutionResult,
)
from netra_backend.app.core.ids import new_run_id
from netra_backend.app.services.agent_websocket_bridge import AgentWebSocketBridge
from netra_backend.app.services.user_execution_context import (
    UserExecutionContext,
    validate_user_context,
)


# Engines that came from a legacy signature, to be looked at later; nobody does.
_compatibility_engines: dict[str, IExecutionEngine] = {}


class UserExecutionEngine(IExecutionEngine):
    """Runs agents for one user's request and shares nothing with other users."""

    def __init__(
        self,
        context_or_registry=None,
        agent_factory_or_websocket_bridge=None,
        websocket_emitter_or_user_context=None,
        context=None,
        agent_factory=None,
        websocket_emitter=None,
    ) -> None:
        """Take a context, an agent factory and an emitter, by position or keyword."""
        positional = (
            context_or_registry,
            agent_factory_or_websocket_bridge,
            websocket_emitter_or_user_context,
        )
        keywords = (context, agent_factory, websocket_emitter)
        by_position = any(argument is not None for argument in positional)
        by_keyword = any(argument is not None for argument in keywords)
        if by_position and by_keyword:
            raise ValueError("Cannot mix positional and keyword arguments.")
        if by_keyword:
            self._initialise(*keywords)
        elif _is_legacy_triple(*positional):
            self._half_initialise(*positional)
        elif None not in positional:
            self._initialise(*positional)
        else:
            raise ValueError("Use (context, agent_factory, websocket_emitter).")

    def _initialise(self, context, agent_factory, websocket_emitter) -> None:
        self.context = validate_user_context(context)
        if agent_factory is None or websocket_emitter is None:
            raise ValueError("An engine needs an agent factory and an emitter.")
        self.agent_factory = agent_factory
        self.websocket_emitter = websocket_emitter
        self.engine_id = f"user_engine_{context.user_id}_{context.run_id}"
        self.semaphore = asyncio.Semaphore(3)
        self.run_history: list[AgentExecutionResult] = []
        self._is_active = True
        UserExecutionEngineExtensions.integrate_data_access(self)
        CONSTRUCTED.append(type(self).__name__)

    def _half_initialise(self, registry, websocket_bridge, user_context) -> None:
        warnings.warn(
            "ExecutionEngine(registry, websocket_bridge, user_context) is deprecated.",
            DeprecationWarning,
            stacklevel=3,
        )
        self._legacy_registry = registry
        self._legacy_websocket_bridge = websocket_bridge
        self._compatibility_mode = True
        self.context = user_context
        self.agent_factory = None
        self.websocket_emitter = None
        CONSTRUCTED.append(f"{type(self).__name__} (half-initialised)")

    @classmethod
    async def create_from_legacy(
        cls,
        registry: AgentRegistry,
        websocket_bridge: AgentWebSocketBridge,
        user_context: UserExecutionContext | None = None,
    ) -> "UserExecutionEngine":
        """Bridge the legacy signature; the registry is silently dropped."""
        warnings.warn(
            "create_from_legacy is deprecated.", DeprecationWarning, stacklevel=2
        )
        user_context = user_context or UserExecutionContext(
            f"anonymous-{new_run_id()}", "anonymous", new_run_id()
        )
        emitter = UserWebSocketEmitter(
            user_context.user_id,
            user_context.thread_id,
            user_context.run_id,
            websocket_bridge,
        )
        engine = cls(user_context, AgentInstanceFactory(), emitter)
        engine._compatibility_mode = True
        engine._legacy_registry = registry
        _compatibility_engines[engine.engine_id] = engine
        return engine

    @classmethod
    async def create_execution_engine(
        cls,
        user_context: UserExecutionContext,
        registry: AgentRegistry | None = None,
        websocket_bridge: AgentWebSocketBridge | None = None,
    ) -> "UserExecutionEngine":
        """Make the engine of a user; the registry is silently dropped here too."""
        emitter = AnnouncingEmitter(
            user_context.user_id,
            user_context.thread_id,
            user_context.run_id,
            websocket_bridge,
        )
        return cls(user_context, AgentInstanceFactory(), emitter)

    @property
    def user_context(self) -> UserExecutionContext:
        """The user whom this engine serves."""
        return self.context

    @property
    def agent_registry(self) -> AgentRegistry | None:
        """The registry that the agents come from."""
        return self.agent_factory._agent_registry

    @property
    def websocket_bridge(self) -> AgentWebSocketBridge | None:
        """The bridge that the events go through."""
        return self.websocket_emitter.websocket_bridge

    def is_compatibility_mode(self) -> bool:
        """Tell whether the engine came from a legacy signature."""
        return getattr(self, "_compatibility_mode", False)

    async def execute_agent(
        self,
        context: AgentExecutionContext,
        user_context: UserExecutionContext | None = None,
    ) -> AgentExecutionResult:
        """Run one agent and tell the user about it."""
        name = context.agent_name
        async with self.semaphore:
            await self.websocket_emitter.notify_agent_started(name)
            agent = await self.agent_factory.create_agent_instance(name, self.context)
            await self.websocket_emitter.notify_agent_thinking(name)
            answer = await agent(context.metadata["message"])
            await self.websocket_emitter.notify_agent_completed(name)
        result = AgentExecutionResult(success=True, agent_name=name, data=answer)
        self.run_history.append(result)
        return result

    async def execute_pipeline(
        self,
        steps: list[str],
        context: AgentExecutionContext,
        user_context: UserExecutionContext | None = None,
    ) -> list[AgentExecutionResult]:
        """Run the named agents one after the other."""
        message = context.metadata["message"]
        return [
            await self.execute_agent(
                AgentExecutionContext.for_request(self.context, step, message)
            )
            for step in steps
        ]

    async def get_execution_stats(self) -> dict[str, object]:
        """Count what this user has run."""
        return {
            "user_id": self.context.user_id,
            "total_executions": len(self.run_history),
        }

    async def shutdown(self) -> None:
        """Refuse further work."""
        self._is_active = False


def _is_legacy_triple(registry, websocket_bridge, user_context) -> bool:
    return (
        hasattr(registry, "get")
        and websocket_bridge is not None
        and hasattr(user_context, "user_id")
    )


@asynccontextmanager
async def create_execution_context_manager(
    registry: AgentRegistry,
    websocket_bridge: AgentWebSocketBridge,
    max_concurrent_per_request: int = 3,
    execution_timeout: float = 30.0,
) -> AsyncIterator[UserExecutionEngine]:
    """Make an engine without a user, which always fails."""
    limits = {"timeout": execution_timeout, "concurrent": max_concurrent_per_request}
    nobody = UserExecutionContext("", "", "", **limits)
    yield await UserExecutionEngine.create_from_legacy(
        registry, websocket_bridge, nobody
    )
