"""What programs do, recorded: every evaluation that has an effect, and every value that arrives."""

from world import log


class Value:
    """A thing with a name; ``n`` changes, and reading it is no effect."""

    def __init__(self, name):
        self.name = name
        self.uid = f"{name}.uid"
        self.n = 0

    def __repr__(self):
        return f"{self.name}:{self.n}"

    def __iter__(self):
        return iter([f"{self.name}-1", f"{self.name}-2"])

    def __getitem__(self, key):
        log.add("item", self, key)
        return Value(f"{self.name}[{key}]")

    def __add__(self, other):
        log.add("add", self, other)
        return Value(f"({self.name}+{log.shown(other)})")

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return False

    def named(self, name):
        log.add("named", self, name)
        return Value(f"{self.name}.named")


def t(name):
    """An effect that gives a value."""
    log.add("t", name)
    return Value(name)


async def at(name):
    """The same, to be awaited."""
    log.add("at", name)
    return Value(name)


def bump(box):
    """An effect that changes what attributes of the box are."""
    box.n += 1
    log.add("bump", box)
    return Value(f"bumped{box.n}")


def boom(name):
    """An effect that fails."""
    log.add("boom", name)
    raise log.Boom(name)


def deco(value):
    """A decorator made of a value."""
    log.add("deco", value)
    return lambda function: function


def take(*values, **named):
    """Any other call around a call."""
    log.add("take", *values, *(value for _, value in sorted(named.items())))
    return Value("taken")
