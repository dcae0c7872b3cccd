"""WebSockets: one handler for each connection."""

from netra_backend.app.agents.supervisor.agent_instance_factory import (
    AgentInstanceFactory,
    UserWebSocketEmitter,
)
from netra_backend.app.agents.supervisor.agent_registry import AgentRegistry
from netra_backend.app.agents.supervisor.execution_context import AgentExecutionContext
from netra_backend.app.agents.supervisor.user_execution_engine import (
    UserExecutionEngine as ExecutionEngine,
)
from netra_backend.app.agents.supervisor.engine_wiring import (
    configured_factory,
    emitter_for,
)
from netra_backend.app.services.agent_websocket_bridge import AgentWebSocketBridge
from netra_backend.app.services.triage import triage_with
from netra_backend.app.services.user_execution_context import UserExecutionContext


class WebSocketHandler:
    """Serves the connection of one user."""

    def __init__(
        self,
        registry: AgentRegistry,
        bridge: AgentWebSocketBridge,
        user_context: UserExecutionContext,
    ) -> None:
        self._registry = registry
        self._bridge = bridge
        self._user_context = user_context

    def connect(self) -> ExecutionEngine:
        """Make the connection's engine."""
        return ExecutionEngine(
            context=self._user_context,
            agent_factory=configured_factory(self._registry, self._bridge),
            websocket_emitter=emitter_for(self._user_context, self._bridge),
        )

    async def receive(self, message: str) -> str:
        """Answer a message in a canonical engine."""
        factory = AgentInstanceFactory()
        factory.configure(agent_registry=self._registry, websocket_bridge=self._bridge)
        emitter = UserWebSocketEmitter(
            user_id=self._user_context.user_id,
            thread_id=self._user_context.thread_id,
            run_id=self._user_context.run_id,
            websocket_bridge=self._bridge,
        )
        engine = ExecutionEngine(
            context=self._user_context,
            agent_factory=factory,
            websocket_emitter=emitter,
        )
        return await triage_with(engine, self._user_context, message)

    async def broadcast(self, message: str) -> str:
        """Run a message for nobody in particular, which fails."""
        context = AgentExecutionContext("", "", "", "triage", {"message": message})
        engine = ExecutionEngine(self._registry, self._bridge)
        result = await engine.execute_agent(context)
        return result.data or ""


async def demo(
    registry: AgentRegistry, bridge: AgentWebSocketBridge, message: str
) -> str:
    """Run a message for an anonymous user."""
    engine = await ExecutionEngine.create_from_legacy(registry, bridge)
    return await triage_with(engine, engine.user_context, message)
