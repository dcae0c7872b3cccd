"""What the isolation checks need to know about this backend."""

import json
from collections.abc import Callable

import pytest
from migrate_engines.testing import Events, Subject

from netra_backend.app.agents.supervisor.agent_registry import (
    AgentRegistry,
    default_registry,
)
from netra_backend.app.agents.supervisor.execution_context import AgentExecutionContext
from netra_backend.app.services.agent_websocket_bridge import AgentWebSocketBridge
from netra_backend.app.services.user_execution_context import UserExecutionContext


@pytest.fixture
def registry() -> AgentRegistry:
    """The built-in agents."""
    return default_registry()


@pytest.fixture
def bridge() -> AgentWebSocketBridge:
    """A bridge that nobody has used."""
    return AgentWebSocketBridge()


async def nothing_is_left() -> None:
    """The bridge has sent everything when a run has ended."""


@pytest.fixture
def subject_of(registry, bridge) -> Callable[..., Subject]:
    """Say how engines are made, and get what is to be checked."""

    def subject_of(engine_for) -> Subject:
        return Subject(
            context_for=lambda request: UserExecutionContext(
                request.user_id, request.thread_id, request.run_id
            ),
            engine_for=engine_for,
            run=lambda engine, context, message: engine.execute_agent(
                AgentExecutionContext.for_request(context, "triage", message), context
            ),
            shared={"the agents are only read": registry, "keyed by user": bridge},
            events=Events(
                connect=lambda user, socket: bridge.connect(user.user_id, socket),
                disconnect=lambda user, socket: bridge.disconnect(user.user_id),
                expected=["agent_started", "agent_thinking", "agent_completed"],
                kind=lambda message: json.loads(message)["kind"],
                drain=nothing_is_left,
            ),
        )

    return subject_of
