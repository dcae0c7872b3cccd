"""An object that any operator takes: each is an effect and is recorded, and gives another such object."""

from world import log

_BINARY = ("add", "sub", "truediv", "floordiv", "mod", "matmul", "and", "or", "xor", "rshift")
_UNARY = ("neg", "pos", "invert")
_COMPARED = ("lt", "le", "gt", "ge", "eq", "ne")


class Anything:
    """Reading an attribute is no effect."""

    def __init__(self, name):
        self.__dict__["name"] = name

    def __repr__(self):
        return self.name

    def __hash__(self):
        return 1

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Anything(f"{self.name}.{name}")

    def __setattr__(self, name, value):
        log.add("set", self.name, name, value)

    def __call__(self, *values, **named):
        log.add("call", self.name, *values, *named.items())
        return Anything(f"{self.name}()")

    def __getitem__(self, key):
        log.add("item", self.name, repr(key))
        return Anything(f"{self.name}[]")

    def __setitem__(self, key, value):
        log.add("set item", self.name, repr(key), value)

    def __iter__(self):
        log.add("iter", self.name)
        return iter([Anything(f"{self.name}-1"), Anything(f"{self.name}-2")])

    def __bool__(self):
        log.add("bool", self.name)
        return len(self.name) % 2 == 0

    def __contains__(self, value):
        log.add("contains", self.name, value)
        return True


def _operator(what):
    def apply(self, *others):
        log.add(what, self.name, *others)
        return Anything(f"{what}({self.name})")

    return apply


for _name in (*_BINARY, *(f"r{each}" for each in _BINARY), *_UNARY, *_COMPARED):
    setattr(Anything, f"__{_name}__", _operator(_name))
