"""Calls that must fail today and after any migration."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from netra_backend.app.agents.supervisor.user_execution_engine import UserExecutionEngine as ExecutionEngine
from netra_backend.app.agents.supervisor.user_execution_engine import (
    UserExecutionEngine,
)
from netra_backend.app.services import retired
from netra_backend.app.services.websocket_handler import WebSocketHandler


class TestLegacySignatures:
    """The engine refuses what it never took."""

    @contextmanager
    def expect_exception(self, *errors: type[Exception]) -> Iterator[None]:
        """Expect one of the errors."""
        with pytest.raises(errors):
            yield

    def test_keywords(self, registry, bridge, alice):
        with self.expect_exception(TypeError):
            ExecutionEngine(
                registry=registry, websocket_bridge=bridge, user_context=alice
            )

    def test_removed_constructor(self, registry, bridge, alice):
        with self.expect_exception(AttributeError):
            ExecutionEngine._init_from_factory(registry, bridge, alice)

    def test_pair(self, registry, bridge):
        with pytest.raises(ValueError, match="agent_factory"):
            ExecutionEngine(registry, bridge)

    def test_nothing(self):
        with pytest.raises(ValueError, match="agent_factory"):
            UserExecutionEngine()

    def test_mixture(self, registry, bridge, alice):
        with pytest.raises(ValueError, match="mix"):
            UserExecutionEngine(registry, bridge, context=alice)


def test_broadcast_has_no_user(registry, bridge, alice):
    handler = WebSocketHandler(registry, bridge, alice)

    with pytest.raises(ValueError, match="agent_factory"):
        asyncio.run(handler.broadcast("hello"))


def test_mcp_engine_is_abstract(registry, bridge, alice):
    with pytest.raises(TypeError, match="abstract"):
        retired.with_tools(registry, bridge, alice)


def test_unified_factory_demands_a_user(registry, bridge):
    with pytest.raises(ValueError, match="user_context"):
        asyncio.run(retired.unified(registry, bridge))


def test_context_manager_has_no_user(registry, bridge):
    with pytest.raises(TypeError):
        asyncio.run(retired.managed(registry, bridge))
