"""Administration: already uses the canonical engine and its factory."""

from netra_backend.app.agents.execution_engine_legacy_adapter import (
    GenericExecutionEngineAdapter,
)
from netra_backend.app.agents.supervisor.agent_instance_factory import (
    AgentInstanceFactory,
    UserWebSocketEmitter,
)
from netra_backend.app.agents.supervisor.execution_context import (
    AgentExecutionContext,
    AgentExecutionResult,
)
from netra_backend.app.agents.supervisor.execution_engine_factory import (
    create_request_scoped_engine,
    get_execution_engine_factory,
    user_execution_engine,
)
from netra_backend.app.agents.supervisor.user_execution_engine import (
    UserExecutionEngine,
)
from netra_backend.app.services.agent_websocket_bridge import AgentWebSocketBridge
from netra_backend.app.services.triage import triage_with
from netra_backend.app.services.user_execution_context import UserExecutionContext


class AuditedEngine(GenericExecutionEngineAdapter):
    """Notes which agents were run."""

    def __init__(self, engine: UserExecutionEngine) -> None:
        super().__init__(engine)
        self.audit: list[str] = []

    async def execute_agent(
        self,
        context: AgentExecutionContext,
        user_context: UserExecutionContext | None = None,
    ) -> AgentExecutionResult:
        """Run one agent and note it."""
        self.audit.append(context.agent_name)
        return await super().execute_agent(context, user_context)


async def run_audited(
    bridge: AgentWebSocketBridge, user_context: UserExecutionContext, message: str
) -> str:
    """Answer a message and note it."""
    emitter = UserWebSocketEmitter(
        user_context.user_id, user_context.thread_id, user_context.run_id, bridge
    )
    engine = UserExecutionEngine(user_context, AgentInstanceFactory(), emitter)
    audited = AuditedEngine(engine)
    answer = await triage_with(audited, user_context, message)
    return answer if audited.audit == ["triage"] else ""


async def run_scoped(user_context: UserExecutionContext, message: str) -> str:
    """Answer a message in an engine that is cleaned up."""
    async with user_execution_engine(user_context) as engine:
        return await triage_with(engine, user_context, message)


async def run_registered(user_context: UserExecutionContext, message: str) -> str:
    """Answer a message in an engine that the factory knows."""
    engine = await create_request_scoped_engine(user_context)
    return await triage_with(engine, user_context, message)


async def run_for_user(user_context: UserExecutionContext, message: str) -> str:
    """Answer a message in an engine of the factory itself."""
    factory = await get_execution_engine_factory()
    engine = await factory.create_for_user(user_context)
    return await triage_with(engine, user_context, message)
