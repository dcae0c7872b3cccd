"""Reports: one engine for each request."""

import inspect

from netra_backend.app.agents.supervisor.agent_registry import AgentRegistry
# one for each request
# the same, by function
from netra_backend.app.agents.supervisor.user_execution_engine import UserExecutionEngine
from netra_backend.app.agents.supervisor.engine_wiring import (
    configured_factory,
    emitter_for,
)
from netra_backend.app.services.agent_websocket_bridge import AgentWebSocketBridge
from netra_backend.app.services.triage import triage_with
from netra_backend.app.services.user_execution_context import UserExecutionContext


async def daily_report(
    registry: AgentRegistry,
    bridge: AgentWebSocketBridge,
    user_context: UserExecutionContext,
    message: str,
) -> str:
    """Report once."""
    engine = UserExecutionEngine(
        context=user_context,
        agent_factory=configured_factory(registry, bridge),
        websocket_emitter=emitter_for(user_context, bridge),
    )
    return await triage_with(engine, user_context, message)


async def bulk_report(
    registry: AgentRegistry,
    bridge: AgentWebSocketBridge,
    user_context: UserExecutionContext,
    message: str,
) -> str:
    """Report with a limit of its own, and check that it ran."""
    engine = UserExecutionEngine(
        context=user_context,
        agent_factory=configured_factory(registry, bridge),
        websocket_emitter=emitter_for(user_context, bridge),
    )
    answer = await triage_with(engine, user_context, message)
    stats = engine.get_execution_stats()
    if inspect.isawaitable(stats):
        stats = await stats
    return answer if stats["total_executions"] == 1 else ""


async def quick_report(
    registry: AgentRegistry,
    bridge: AgentWebSocketBridge,
    user_context: UserExecutionContext,
    message: str,
) -> str:
    """Report by way of the function."""
    engine = UserExecutionEngine(
        context=user_context,
        agent_factory=configured_factory(registry, bridge),
        websocket_emitter=emitter_for(user_context, bridge),
    )
    return await triage_with(engine, user_context, message)


async def team_report(
    registry: AgentRegistry,
    bridge: AgentWebSocketBridge,
    user_contexts: list[UserExecutionContext],
    message: str,
) -> list[str]:
    """Report to every member of a team."""
    engines = [
        UserExecutionEngine(
            context=user_context,
            agent_factory=configured_factory(registry, bridge),
            websocket_emitter=emitter_for(user_context, bridge),
        )
        for user_context in user_contexts
    ]
    return [
        await triage_with(engine, user_context, message)
        for engine, user_context in zip(engines, user_contexts, strict=True)
    ]
