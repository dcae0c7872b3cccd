"""Every way in which the services make engines: do users stay apart?"""

import pytest
from migrate_engines.testing import IsolationChecks

from netra_backend.app.agents.supervisor.execution_engine import ExecutionEngine
from netra_backend.app.agents.supervisor.request_scoped_execution_engine import (
    RequestScopedExecutionEngine,
    create_request_scoped_engine,
)
from netra_backend.app.agents.supervisor.user_execution_engine import (
    UserExecutionEngine,
)
from netra_backend.app.services.user_execution_context import UserExecutionContext


class TestLegacyTriple(IsolationChecks):
    @pytest.fixture
    def isolation_subject(self, subject_of, registry, bridge):
        def engine_for(user_context: UserExecutionContext):
            return ExecutionEngine(registry, bridge, user_context)

        return subject_of(engine_for)


class TestCreateFromLegacy(IsolationChecks):
    @pytest.fixture
    def isolation_subject(self, subject_of, registry, bridge):
        async def engine_for(user_context: UserExecutionContext):
            return await ExecutionEngine.create_from_legacy(
                registry, bridge, user_context
            )

        return subject_of(engine_for)


class TestCreateExecutionEngine(IsolationChecks):
    @pytest.fixture
    def isolation_subject(self, subject_of, registry, bridge):
        async def engine_for(user_context: UserExecutionContext):
            return await UserExecutionEngine.create_execution_engine(
                user_context, registry, bridge
            )

        return subject_of(engine_for)


class TestRequestScopedEngine(IsolationChecks):
    @pytest.fixture
    def isolation_subject(self, subject_of, registry, bridge):
        def engine_for(user_context: UserExecutionContext):
            return RequestScopedExecutionEngine(user_context, registry, bridge)

        return subject_of(engine_for)


class TestCreateRequestScopedEngine(IsolationChecks):
    @pytest.fixture
    def isolation_subject(self, subject_of, registry, bridge):
        def engine_for(user_context: UserExecutionContext):
            return create_request_scoped_engine(
                user_context=user_context, registry=registry, websocket_bridge=bridge
            )

        return subject_of(engine_for)
