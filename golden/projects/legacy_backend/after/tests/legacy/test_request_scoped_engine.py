"""RequestScopedExecutionEngine itself, for as long as it exists."""

import asyncio

import pytest

from netra_backend.app.agents.construction_log import CONSTRUCTED
from netra_backend.app.agents.supervisor.request_scoped_execution_engine import (
    RequestScopedExecutionEngine,
    create_request_scoped_engine,
)
from netra_backend.app.services.triage import triage_with


def test_construction_warns(registry, bridge, alice):
    with pytest.warns(DeprecationWarning):
        engine = RequestScopedExecutionEngine(alice, registry, bridge)

    assert isinstance(engine, RequestScopedExecutionEngine)
    assert CONSTRUCTED == ["RequestScopedExecutionEngine"]


def test_limit_is_a_parameter(registry, bridge, alice):
    engine = create_request_scoped_engine(
        user_context=alice,
        registry=registry,
        websocket_bridge=bridge,
        max_concurrent_executions=5,
    )

    assert engine.max_concurrent_executions == 5


def test_statistics_are_synchronous(registry, bridge, alice):
    engine = RequestScopedExecutionEngine(alice, registry, bridge)

    asyncio.run(triage_with(engine, alice, "hello"))

    assert engine.get_execution_stats()["total_executions"] == 1


def test_context_must_be_a_users(registry, bridge):
    with pytest.raises(TypeError):
        RequestScopedExecutionEngine("alice", registry, bridge)
