"""The canonical API: it records what arrives."""

from world import log
from world.trace import Value


def New(*values, **named):
    log.add("New", *values, *sorted((name, log.shown(value)) for name, value in named.items()))
    return Value("new")


async def anew(*values, **named):
    log.add("anew", *values, *sorted((name, log.shown(value)) for name, value in named.items()))
    return Value("anew")


def wire(*values):
    log.add("wire", *values)
    return Value("wired")
