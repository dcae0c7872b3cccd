class UserExecutionEngine:
    def __init__(
        self,
        context_or_registry=None,
        agent_factory_or_websocket_bridge=None,
        websocket_emitter_or_user_context=None,
        context=None,
        agent_factory=None,
        websocket_emitter=None,
    ) -> None: ...

    @classmethod
    async def create_from_legacy(
        cls, registry, websocket_bridge, user_context=None
    ) -> "UserExecutionEngine": ...

    @classmethod
    async def create_execution_engine(
        cls, user_context, registry=None, websocket_bridge=None
    ) -> "UserExecutionEngine": ...

    def is_compatibility_mode(self) -> bool: ...

    async def execute_agent(self, context) -> object: ...

    async def get_execution_stats(self) -> dict[str, object]: ...
