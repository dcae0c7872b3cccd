class LazyEngine:
    def __init__(self, make):
        self.make = make


def trace(callback, event):
    return callback(event)
