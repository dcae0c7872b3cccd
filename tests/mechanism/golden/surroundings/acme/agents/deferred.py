def lazy_engine(context):
    return None


def watched_engine(callback):
    return None


def engine_if(context, wanted=True):
    return None


def engines_for(contexts):
    return None
