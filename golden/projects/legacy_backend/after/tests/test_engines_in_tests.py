"""Tests construct engines too, in fixtures, set-ups and bodies."""

import asyncio
import unittest

import pytest

from netra_backend.app.agents.supervisor.agent_registry import default_registry
from netra_backend.app.agents.supervisor.engine_wiring import (
    configured_factory,
    emitter_for,
)
from netra_backend.app.agents.supervisor.user_execution_engine import (
    UserExecutionEngine as ExecutionEngine,
)
from netra_backend.app.services.agent_websocket_bridge import AgentWebSocketBridge
from netra_backend.app.services.triage import triage_with
from netra_backend.app.services.user_execution_context import UserExecutionContext


@pytest.fixture
def engine(registry, bridge, alice):
    return ExecutionEngine(
        context=alice,
        agent_factory=configured_factory(registry, bridge),
        websocket_emitter=emitter_for(alice, bridge),
    )


def test_engine_of_a_fixture(engine, bridge, alice):
    assert asyncio.run(triage_with(engine, alice, "hi")) == "triage for alice: hi"
    assert bridge.users() == {"alice"}


def test_engine_of_a_body(registry, bridge):
    async def run() -> str:
        context = UserExecutionContext("carol", "thread-c", "run-c")
        engine = ExecutionEngine(
            context=context,
            agent_factory=configured_factory(registry, bridge),
            websocket_emitter=emitter_for(context, bridge),
        )
        return await triage_with(engine, context, "hi")

    assert asyncio.run(run()) == "triage for carol: hi"


def test_engine_of_a_lambda(registry, bridge, alice):
    engines = {
        "scoped": lambda context: ExecutionEngine(
            context=context,
            agent_factory=configured_factory(registry, bridge),
            websocket_emitter=emitter_for(context, bridge),
        )
    }

    assert engines["scoped"](alice).user_context is alice


def test_engine_of_a_triple():
    context = UserExecutionContext("carol", "thread-c", "run-c")
    registry = default_registry()
    bridge = AgentWebSocketBridge()

    engine = ExecutionEngine(
        context=context,
        agent_factory=configured_factory(registry, bridge),
        websocket_emitter=emitter_for(context, bridge),
    )

    assert engine.get_engine_type() == "UserExecutionEngine"
    assert engine.user_context.user_id == "carol"


class TwoUsers(unittest.TestCase):
    """Two engines that live side by side."""

    def setUp(self) -> None:
        self.registry = default_registry()
        self.bridge = AgentWebSocketBridge()
        self.carol = UserExecutionContext("carol", "thread-c", "run-c")
        self.dave = UserExecutionContext("dave", "thread-d", "run-d")
        self.engine = ExecutionEngine(
            context=self.carol,
            agent_factory=configured_factory(self.registry, self.bridge),
            websocket_emitter=emitter_for(self.carol, self.bridge),
        )
        self.other = ExecutionEngine(
            context=self.dave,
            agent_factory=configured_factory(self.registry, self.bridge),
            websocket_emitter=emitter_for(self.dave, self.bridge),
        )

    def test_events_stay_apart(self) -> None:
        asyncio.run(triage_with(self.engine, self.carol, "one"))

        self.assertEqual(self.bridge.users(), {"carol"})

        asyncio.run(triage_with(self.other, self.dave, "two"))

        self.assertEqual(self.bridge.users(), {"carol", "dave"})
        self.assertEqual(
            {event.run_id for event in self.bridge.events_for("dave")}, {"run-d"}
        )
