"""Agents: runs them on request."""

import logging

from netra_backend.app.agents.supervisor.agent_registry import AgentRegistry
from netra_backend.app.agents.tool_dispatcher_core import ToolDispatcher
from netra_backend.app.services.agent_websocket_bridge import AgentWebSocketBridge
from netra_backend.app.services.triage import triage_with
from netra_backend.app.services.user_execution_context import UserExecutionContext

try:
    from netra_backend.app.agents.supervisor.user_execution_engine import UserExecutionEngine
    from netra_backend.app.agents.supervisor.engine_wiring import (
        configured_factory,
        emitter_for,
    )
except ImportError:
    from netra_backend.app.agents.supervisor.user_execution_engine import (
        UserExecutionEngine,
    )
    from netra_backend.app.agents.supervisor.engine_wiring import (
        configured_factory,
        emitter_for,
    )

logger = logging.getLogger(__name__)


async def run_agent(
    registry: AgentRegistry,
    bridge: AgentWebSocketBridge,
    user_context: UserExecutionContext,
    message: str,
) -> str:
    """Run the triage agent."""
    engine = UserExecutionEngine(
        context=user_context,
        agent_factory=configured_factory(registry, bridge),
        websocket_emitter=emitter_for(user_context, bridge),
    )
    return await triage_with(engine, user_context, message)


async def run_and_log(
    registry: AgentRegistry,
    bridge: AgentWebSocketBridge,
    user_context: UserExecutionContext,
    message: str,
) -> str:
    """Run the triage agent and log how its engine came about."""
    engine = UserExecutionEngine(
        context=user_context,
        agent_factory=configured_factory(registry, bridge),
        websocket_emitter=emitter_for(user_context, bridge),
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
    engine = UserExecutionEngine(
        context=user_context,
        agent_factory=configured_factory(registry, bridge),
        websocket_emitter=emitter_for(user_context, bridge),
    )
    return await triage_with(engine, user_context, message)


async def greet(
    bridge: AgentWebSocketBridge, user_context: UserExecutionContext, name: str
) -> str:
    """Call a tool; its dispatcher is no engine."""
    dispatcher = await ToolDispatcher.create_for_user(user_context, bridge)
    return await dispatcher.dispatch("greet", name)
