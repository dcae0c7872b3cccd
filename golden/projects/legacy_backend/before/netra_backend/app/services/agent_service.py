"""Agents: runs them on request."""

import logging

from netra_backend.app.agents.supervisor.agent_registry import AgentRegistry
from netra_backend.app.agents.tool_dispatcher_core import ToolDispatcher
from netra_backend.app.services.agent_websocket_bridge import AgentWebSocketBridge
from netra_backend.app.services.triage import triage_with
from netra_backend.app.services.user_execution_context import UserExecutionContext

try:
    from netra_backend.app.core.user_execution_engine import UserExecutionEngine
except ImportError:
    from netra_backend.app.agents.supervisor.user_execution_engine import (
        UserExecutionEngine,
    )

logger = logging.getLogger(__name__)


async def run_agent(
    registry: AgentRegistry,
    bridge: AgentWebSocketBridge,
    user_context: UserExecutionContext,
    message: str,
) -> str:
    """Run the triage agent."""
    engine = await UserExecutionEngine.create_from_legacy(
        registry, bridge, user_context
    )
    return await triage_with(engine, user_context, message)


async def run_and_log(
    registry: AgentRegistry,
    bridge: AgentWebSocketBridge,
    user_context: UserExecutionContext,
    message: str,
) -> str:
    """Run the triage agent and log how its engine came about."""
    engine = await UserExecutionEngine.create_from_legacy(
        registry=registry, websocket_bridge=bridge, user_context=user_context
    )
    logger.info("compatibility mode: %s", engine.is_compatibility_mode())
    return await triage_with(engine, user_context, message)


async def run_with_engine(
    registry: AgentRegistry,
    bridge: AgentWebSocketBridge,
    user_context: UserExecutionContext,
    message: str,
) -> str:
    """Run the triage agent in an engine of the compatibility constructor."""
    engine = await UserExecutionEngine.create_execution_engine(
        user_context=user_context, registry=registry, websocket_bridge=bridge
    )
    return await triage_with(engine, user_context, message)


async def greet(
    bridge: AgentWebSocketBridge, user_context: UserExecutionContext, name: str
) -> str:
    """Call a tool; its dispatcher is no engine."""
    dispatcher = await ToolDispatcher.create_for_user(user_context, bridge)
    return await dispatcher.dispatch("greet", name)
