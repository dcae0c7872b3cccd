"""The canonical API: it records what arrives."""

from world import log
from world.trace import Value


def New(*values, **named):
    log.add("New", *values, *((name, named[name]) for name in sorted(named)))
    return Value("new")


async def anew(*values, **named):
    log.add("anew", *values, *((name, named[name]) for name in sorted(named)))
    return Value("anew")


def wire(*values):
    log.add("wire", *values)
    return Value("wired")
