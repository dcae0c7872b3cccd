class UserEmitter:
    def __init__(self, user_id, websocket_bridge):
        self.user_id = user_id
        self.bridge = websocket_bridge
