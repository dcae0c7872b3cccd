class BuiltEngine:
    def named(self, name):
        return self


def build_engine(context):
    return BuiltEngine()


async def open_engine(name, context):
    return BuiltEngine()
