def make_engine(context):
    return None


async def start_engine(context, name):
    return None


def named_engine(context, name):
    return None
