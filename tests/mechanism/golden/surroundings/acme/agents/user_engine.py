class UserExecutionEngine:
    def __init__(self, context, agent_factory, websocket_emitter):
        self.context = context

    def run(self):
        return self.context
