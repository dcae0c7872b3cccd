DEFAULT_DELAY = 5


def send(agent, message, /, *, retries=3):
    return None


def send_later(agent, message, delay=DEFAULT_DELAY):
    return None


def send_many(agent, *messages, retries=3, **options):
    return None


def send_list(agent, messages):
    return None


def ping(agent, host, port=80):
    return None


def echo(message):
    return None


def send_text(agent, value):
    return None
