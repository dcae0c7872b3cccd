"""Reports: one engine for each request."""

import inspect

from netra_backend.app.agents.supervisor.agent_registry import AgentRegistry
from netra_backend.app.agents.supervisor.request_scoped_execution_engine import (
    RequestScopedExecutionEngine,  # one for each request
    create_request_scoped_engine,  # the same, by function
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
    engine = RequestScopedExecutionEngine(user_context, registry, bridge)
    return await triage_with(engine, user_context, message)


async def bulk_report(
    registry: AgentRegistry,
    bridge: AgentWebSocketBridge,
    user_context: UserExecutionContext,
    message: str,
) -> str:
    """Report with a limit of its own, and check that it ran."""
    engine = RequestScopedExecutionEngine(user_context, registry, bridge, 5)
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
    engine = create_request_scoped_engine(
        user_context=user_context, registry=registry, websocket_bridge=bridge
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
        RequestScopedExecutionEngine(user_context, registry, bridge)
        for user_context in user_contexts
    ]
    return [
        await triage_with(engine, user_context, message)
        for engine, user_context in zip(engines, user_contexts, strict=True)
    ]
