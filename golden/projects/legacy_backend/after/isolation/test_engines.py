"""Every way in which the services make engines: do users stay apart?"""

import pytest
from migrate_engines.testing import IsolationChecks

from netra_backend.app.agents.supervisor.user_execution_engine import UserExecutionEngine as ExecutionEngine
from netra_backend.app.agents.supervisor.engine_wiring import (
    configured_factory,
    emitter_for,
)
from netra_backend.app.agents.supervisor.user_execution_engine import (
    UserExecutionEngine,
)
from netra_backend.app.services.user_execution_context import UserExecutionContext


class TestLegacyTriple(IsolationChecks):
    @pytest.fixture
    def isolation_subject(self, subject_of, registry, bridge):
        def engine_for(user_context: UserExecutionContext):
            return ExecutionEngine(
                context=user_context,
                agent_factory=configured_factory(registry, bridge),
                websocket_emitter=emitter_for(user_context, bridge),
            )

        return subject_of(engine_for)


class TestCreateFromLegacy(IsolationChecks):
    @pytest.fixture
    def isolation_subject(self, subject_of, registry, bridge):
        async def engine_for(user_context: UserExecutionContext):
            return ExecutionEngine(
                context=user_context,
                agent_factory=configured_factory(registry, bridge),
                websocket_emitter=emitter_for(user_context, bridge),
            )

        return subject_of(engine_for)


class TestCreateExecutionEngine(IsolationChecks):
    @pytest.fixture
    def isolation_subject(self, subject_of, registry, bridge):
        async def engine_for(user_context: UserExecutionContext):
            return UserExecutionEngine(
                context=user_context,
                agent_factory=configured_factory(registry, bridge),
                websocket_emitter=emitter_for(user_context, bridge),
            )

        return subject_of(engine_for)


class TestRequestScopedEngine(IsolationChecks):
    @pytest.fixture
    def isolation_subject(self, subject_of, registry, bridge):
        def engine_for(user_context: UserExecutionContext):
            return ExecutionEngine(
                context=user_context,
                agent_factory=configured_factory(registry, bridge),
                websocket_emitter=emitter_for(user_context, bridge),
            )

        return subject_of(engine_for)


class TestCreateRequestScopedEngine(IsolationChecks):
    @pytest.fixture
    def isolation_subject(self, subject_of, registry, bridge):
        def engine_for(user_context: UserExecutionContext):
            return ExecutionEngine(
                context=user_context,
                agent_factory=configured_factory(registry, bridge),
                websocket_emitter=emitter_for(user_context, bridge),
            )

        return subject_of(engine_for)
