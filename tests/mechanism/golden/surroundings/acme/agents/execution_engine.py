class ExecutionEngine:
    def __init__(self, registry, websocket_bridge, user_context=None):
        self.registry = registry

    @classmethod
    async def create_from_legacy(cls, registry, websocket_bridge, user_context):
        return cls(registry, websocket_bridge, user_context)

    def run(self):
        return None

    def drain(self):
        return None
