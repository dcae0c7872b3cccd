"""Retired: nothing calls these any more, and a person must decide about each."""

import asyncio

from netra_backend.app.agents.execution_engine_consolidated import (
    EngineConfig,
)
from netra_backend.app.agents.supervisor.user_execution_engine import UserExecutionEngine as ExecutionEngine
from netra_backend.app.agents.execution_engine_unified_factory import (
    UnifiedExecutionEngineFactory,
)
from netra_backend.app.agents.supervisor.agent_registry import AgentRegistry
from netra_backend.app.agents.supervisor.execution_factory import (
    ExecutionEngineFactory,
    IsolatedExecutionEngine,
)
from netra_backend.app.agents.supervisor.mcp_execution_engine import (
    create_mcp_enhanced_engine,
)
from netra_backend.app.agents.supervisor.user_execution_engine import (
    UserExecutionEngine,
    create_execution_context_manager,
)
from netra_backend.app.services.agent_websocket_bridge import AgentWebSocketBridge
from netra_backend.app.services.triage import AgentRunner
from netra_backend.app.services.user_execution_context import UserExecutionContext


def bare() -> AgentRunner:
    """Make an engine of nothing."""
    return UserExecutionEngine()


def context_only(user_context: UserExecutionContext) -> AgentRunner:
    """Make an engine without agents or events."""
    return UserExecutionEngine(user_context=user_context)


def consolidated(registry: AgentRegistry, bridge: AgentWebSocketBridge) -> AgentRunner:
    """Use the consolidated engine's own parameters."""
    return ExecutionEngine(
        config=EngineConfig(max_agents=3), registry=registry, websocket_bridge=bridge
    )


def for_all(
    registry: AgentRegistry, bridge: AgentWebSocketBridge, user_ids: list[str]
) -> list[AgentRunner]:
    """Make engines in a comprehension, where no statement can stand."""
    return [
        UserExecutionEngine(
            registry.copy(), bridge, UserExecutionContext.from_request(user_id, "all")
        )
        for user_id in user_ids
    ]


def isolated(
    registry: AgentRegistry,
    bridge: AgentWebSocketBridge,
    user_context: UserExecutionContext,
) -> IsolatedExecutionEngine:
    """Use a semaphore and a timeout that the canonical engine has no slot for."""
    return IsolatedExecutionEngine(
        user_context=user_context,
        agent_registry=registry,
        websocket_bridge=bridge,
        execution_semaphore=asyncio.Semaphore(1),
        execution_timeout=10.0,
        factory=ExecutionEngineFactory(),
    )


def with_tools(
    registry: AgentRegistry,
    bridge: AgentWebSocketBridge,
    user_context: UserExecutionContext,
) -> AgentRunner:
    """Make an engine whose class is abstract."""
    return create_mcp_enhanced_engine(user_context, registry, bridge)


async def unified(registry: AgentRegistry, bridge: AgentWebSocketBridge) -> AgentRunner:
    """Ask the unified factory, which drops everything."""
    return await UnifiedExecutionEngineFactory.create_engine(
        registry=registry, websocket_bridge=bridge
    )


async def managed(registry: AgentRegistry, bridge: AgentWebSocketBridge) -> str:
    """Use the context manager that always fails."""
    async with create_execution_context_manager(registry, bridge) as engine:
        return engine.user_context.user_id
