"""The record of one program."""

ENTRIES = []
KEPT = []


class Boom(Exception):
    """What a failing effect raises."""


def add(what, *values):
    ENTRIES.append((what, *map(shown, values)))


def ask_again():
    """What was handed over to be called later, called at the end."""
    for value in KEPT[:]:
        add("later", value())


def shown(value, depth=0):
    """A value as it is now; what is called or consumed later is called and consumed now, too."""
    if depth > 4:
        return "..."
    if callable(value):
        KEPT.append(value)
        return f"calls {shown(value(), depth + 1)}"
    if hasattr(value, "__next__"):
        return f"gives {[shown(each, depth + 1) for each in value]}"
    if isinstance(value, (list, tuple, set)):
        return f"{type(value).__name__} {[shown(each, depth + 1) for each in value]}"
    if isinstance(value, dict):
        return f"dict { {key: shown(each, depth + 1) for key, each in value.items()} }"
    return repr(value)
