def enqueue(message, agent, *, retries=0, delay=0):
    return None


def enqueue_all(agent, *messages, retries=0, **options):
    return None
