from netra_backend.app.agents.supervisor.user_execution_engine import (
    UserExecutionEngine,
)


class ExecutionEngineFactory:
    async def create_for_user(self, context) -> UserExecutionEngine: ...


async def create_request_scoped_engine(context) -> UserExecutionEngine: ...
