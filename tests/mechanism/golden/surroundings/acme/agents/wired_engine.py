class WiredEngine:
    def __init__(self, registry, websocket_bridge, user_context):
        self.registry = registry
