"""Doubles: names patched by string, specified mocks and instance checks."""

import asyncio
from unittest import mock

from netra_backend.app.agents.execution_engine_interface import IExecutionEngine
from netra_backend.app.agents.supervisor.execution_context import AgentExecutionResult
from netra_backend.app.agents.supervisor.user_execution_engine import UserExecutionEngine as ExecutionEngine
from netra_backend.app.agents.supervisor.user_execution_engine import (
    UserExecutionEngine,
)
from netra_backend.app.services import chat_service, export_service
from netra_backend.app.services.triage import triage_with


def engine_double(answer: str) -> mock.Mock:
    """Make an engine that gives one answer."""
    engine = mock.Mock(spec=UserExecutionEngine)
    engine.execute_agent.return_value = AgentExecutionResult(
        success=True, agent_name="triage", data=answer
    )
    return engine


def test_chat_asks_one_engine(registry, bridge, alice):
    with mock.patch(
        "netra_backend.app.services.chat_service.ExecutionEngine",
        return_value=engine_double("from the double"),
    ) as engine_class:
        answer = asyncio.run(chat_service.answer(registry, bridge, alice, "hello"))

    assert answer == "from the double"
    engine_class.assert_called_once()


@mock.patch("netra_backend.app.services.export_service.triage_with")
def test_export_asks_for_the_triage(ask, registry, bridge, alice):
    ask.return_value = "from the double"

    answer = asyncio.run(export_service.export(registry, bridge, alice, "hello"))

    assert answer == "from the double"
    ask.assert_awaited_once()


def test_patching_the_consolidated_module_does_not_reach_the_chat(
    registry, bridge, alice
):
    with mock.patch(
        "netra_backend.app.agents.execution_engine_consolidated.ExecutionEngine"
    ) as engine_class:
        asyncio.run(chat_service.follow_up(registry, bridge, alice, "hello"))

    engine_class.assert_not_called()


def test_engine_double_can_be_asked(alice):
    engine = mock.Mock(spec=ExecutionEngine)
    engine.execute_agent.return_value = AgentExecutionResult(
        success=True, agent_name="triage", data="from the double"
    )

    assert asyncio.run(triage_with(engine, alice, "hello")) == "from the double"
    assert isinstance(engine, ExecutionEngine)


def test_session_is_an_engine(registry, bridge, alice):
    engine = chat_service.open_session(registry, bridge, alice)

    assert isinstance(engine, ExecutionEngine)
    assert isinstance(engine, IExecutionEngine)
