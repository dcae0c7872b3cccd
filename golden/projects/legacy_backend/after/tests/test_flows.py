"""Every flow answers its own user, whichever engine it uses."""

import asyncio

import pytest

from netra_backend.app.agents.construction_log import CONSTRUCTED
from netra_backend.app.services import agent_service, report_service, websocket_handler
from netra_backend.app.services.export_service import owner
from scripts import smoke_check
from scripts.flows import FLOWS, SESSIONS
from scripts.list_constructed import constructed

EVENTS = ["agent_started", "agent_thinking", "agent_completed"]


@pytest.mark.parametrize("name", FLOWS)
def test_answer_and_events_reach_the_user(name, registry, bridge, alice):
    answer = asyncio.run(FLOWS[name](registry, bridge, alice, "hello"))

    assert answer == "triage for alice: hello"
    assert bridge.users() == {"alice"}
    assert [event.kind for event in bridge.events_for("alice")] == EVENTS
    assert len(CONSTRUCTED) == 1


@pytest.mark.parametrize("name", FLOWS)
def test_users_do_not_see_each_other(name, registry, bridge, alice, bob):
    async def both() -> list[str]:
        flow = FLOWS[name]
        return await asyncio.gather(
            flow(registry, bridge, alice, "one"), flow(registry, bridge, bob, "two")
        )

    assert asyncio.run(both()) == ["triage for alice: one", "triage for bob: two"]
    assert [event.kind for event in bridge.events_for("alice")] == EVENTS
    assert [event.kind for event in bridge.events_for("bob")] == EVENTS


@pytest.mark.parametrize("name", SESSIONS)
def test_session_belongs_to_the_user(name, registry, bridge, alice):
    engine = SESSIONS[name](registry, bridge, alice)

    assert engine.user_context is alice
    assert owner(engine) == "alice"


def test_team_report_answers_every_member(registry, bridge, alice, bob):
    answers = asyncio.run(
        report_service.team_report(registry, bridge, [alice, bob], "hello")
    )

    assert answers == ["triage for alice: hello", "triage for bob: hello"]
    assert bridge.users() == {"alice", "bob"}


def test_demo_is_anonymous(registry, bridge):
    answer = asyncio.run(websocket_handler.demo(registry, bridge, "hello"))

    assert answer.startswith("triage for anonymous-")


def test_tools_have_an_engine_of_their_own(bridge, alice):
    assert asyncio.run(agent_service.greet(bridge, alice, "Bob")) == "alice greets Bob"
    assert CONSTRUCTED == []


def test_constructed_engines_are_listed():
    assert "UserExecutionEngine" in constructed()


def test_smoke_check_makes_every_check():
    assert set(asyncio.run(smoke_check.check())) == {"engine", "chat"}
