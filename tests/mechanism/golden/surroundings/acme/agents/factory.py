class AgentFactory:
    def __init__(self, registry=None):
        self.registry = registry

    def configure(self, registry, websocket_bridge):
        self.registry = registry
