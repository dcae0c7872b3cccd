"""Retire the old dispatch functions: every kind of parameter that Python has."""

from acme.agents.mailbox import enqueue, enqueue_all
from acme.agents.old_dispatch import DEFAULT_DELAY

from migrate_engines.codemod import rewrite

MODULE = "acme.agents.old_dispatch"


@rewrite(f"{MODULE}.send")
def sent(agent, message, /, *, retries=3):
    return enqueue(message, agent, retries=retries)


@rewrite(f"{MODULE}.send_later")
def delayed(agent, message, delay=DEFAULT_DELAY):
    return enqueue(message, agent, delay=delay)


@rewrite(f"{MODULE}.send_many")
def many(agent, *messages, retries=3, **options):
    return enqueue_all(agent, *messages, retries=retries, **options)


@rewrite(f"{MODULE}.send_list")
def listed(agent, messages):
    return enqueue_all(agent, *messages)


@rewrite(f"{MODULE}.ping")
def pinged(agent, host, port=80):
    return enqueue(agent, agent)


@rewrite(f"{MODULE}.echo")
def echoed(message):
    return enqueue(message.text, message)


@rewrite(f"{MODULE}.send_text")
def texted(agent, value):
    return enqueue(str(value), agent)
