"""Programs that call the legacy API in every place that Python has for a call."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from textwrap import indent

from grammar import OBJECTS, Fragment, filled, of_kind
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from kinds import ARGUMENTS, HEADER, OWN_ARGUMENTS, PREFIX, STATEMENTS
from rules import ALL, Rule

PRELUDE = """\
from world.anything import Anything
from world.trace import Value, at, boom, bump, deco, t, take

G = Value("G")
BOX = Value("box")


def rebind(name):
    global G
    t(f"rebind {name}")
    G = Value(name)
    return G
"""
_RARE = ("hidden name", "formatted")  # whose calls are always left
_LIKELY = ("assign", "assign", "assign", "assign", "assign")
_PLACE = re.compile(r"<(\w+)>")
_GENERATOR = ARGUMENTS["generator"][0].partition("{")[0]


@dataclass(frozen=True)
class Program:
    """A module of functions, each of which is run by itself; ``kinds`` counts what they are made of."""

    text: str
    functions: tuple[str, ...]
    kinds: Counter[str]


@st.composite
def programs(draw: DrawFn) -> Program:
    """A module of up to four functions: plain ones, coroutines and generators."""
    # Drawn evenly: hypothesis itself prefers the first of many kinds, and the last ones would never occur.
    return program(draw(st.randoms(use_true_random=True)))


def program(random: Random, fragments: Sequence[Fragment] = ()) -> Program:
    """The same; with fragments, half of the arguments are such, and a line of them precedes each statement."""
    style = random.choice(list(HEADER))
    names = [rule.name for rule in ALL]
    header = HEADER[style].format(
        names=", ".join(names),
        lines=",\n    ".join(names),
        renamed=", ".join(f"{name} as old_{name}" for name in names),
    )
    kinds: Counter[str] = Counter({f"import {style}": 1})
    functions = [f"f{position}" for position in range(random.randint(1, 4))]
    ways = [random.randint(0, 5) for _ in functions]
    texts = [
        _function(name, Writer(random, style, kinds, way, fragments))
        for name, way in zip(functions, ways, strict=True)
    ]
    return Program("\n\n".join([f"{header}\n{PRELUDE}", *texts]), tuple(functions), kinds)


def _function(name: str, writer: "Writer") -> str:
    start = ["yield 'start'"] if writer.is_generator else []
    start += [f"{each} = Anything('{each}')" for each in OBJECTS if writer.fragments]
    body = [line for _ in range(1 + writer.number(2)) for line in (*writer.line(), writer.statement())]
    lines = indent("\n".join(["w0 = 0", *start, *body]), "    ")
    head = "async def" if writer.is_async else "def"
    return f"# {name}\n{head} {name}(p, q):\n{lines}\n    return {{**locals()}}\n"


@dataclass
class Writer:
    """Draws the statements of one function."""

    random: Random
    style: str
    kinds: Counter[str]
    way: int
    fragments: Sequence[Fragment] = ()
    count: int = field(default=0)

    @property
    def is_async(self) -> bool:
        return self.way == 1

    @property
    def is_generator(self) -> bool:
        return self.way == 2

    def number(self, most: int) -> int:
        return self.random.randint(0, most)

    def pick(self, options: Sequence[str]) -> str:
        return self.random.choice(options)

    def _new(self, prefix: str) -> str:
        self.count += 1
        return f"{prefix}{self.count}"

    # A statement

    def statement(self) -> str:
        kinds = [*_LIKELY, *(kind for kind in STATEMENTS if kind not in _RARE or self.number(2) == 0)]
        if self.is_async or self.is_generator:
            kinds.remove("return")
        kind = self.pick(kinds)
        self.kinds[f"statement {kind}"] += 1
        return _PLACE.sub(self._filling(self._new("x")), STATEMENTS[kind])

    def _filling(self, name: str) -> Callable[[re.Match[str]], str]:
        def fill(found: re.Match[str]) -> str:
            match found[1]:
                case "x":
                    return name
                case "call":
                    return self._call(0)
                case "plain_call":
                    return self._call(0, is_plain=True)
                case "argument":
                    return self._argument(1)
                case "plain_argument":
                    return self._argument(1, is_plain=True)
            return self.pick(("p", "None", "t(0)"))

        return fill

    # A fragment

    def line(self) -> list[str]:
        """A line of statements with a call in it, where there are fragments."""
        lines = of_kind(self.fragments, is_statement=True)
        return [self._filled(lines, 1)] if lines and self.number(1) else []

    def _filled(self, fragments: list[Fragment], depth: int) -> str:
        fragment = self.random.choice(fragments)
        self.kinds["line of the grammar" if fragment.is_statement else "argument of the grammar"] += 1
        return filled(fragment, self.random, self._call(depth, is_plain=True) if depth < 3 else "p")

    # An argument

    def _argument(self, depth: int, *, is_plain: bool = False) -> str:
        """An expression; a plain one binds nothing, awaits nothing and yields nothing."""
        if (fragments := of_kind(self.fragments, is_statement=False)) and self.number(1):
            return self._filled(fragments, depth + 1)
        kinds = [*ARGUMENTS, "effect", "effect", *([] if depth > 1 else ["call", "call"])]
        if not is_plain:
            kinds += [*OWN_ARGUMENTS, *["await"] * 2 * self.is_async, *["yield"] * self.is_generator]
        kind = self.pick(kinds)
        self.kinds[f"argument {kind}"] += 1
        name = self._new("e")
        match kind:
            case "call":
                return self._call(depth + 1, is_plain=is_plain)
            case "await":
                return f"await at('{name}')"
            case "yield":
                return f"(yield '{name}')"
        return self.pick((ARGUMENTS | OWN_ARGUMENTS)[kind]).format(e=name)

    # A call

    def _call(self, depth: int, *, is_plain: bool = False) -> str:
        usable = [rule for rule in ALL if not rule.is_async or (self.is_async and not is_plain)]
        rule = usable[self.number(len(usable) - 1)]
        self.kinds[f"depth {depth}"] += 1
        self.kinds["awaited"] += rule.is_async
        text = (
            f"{PREFIX.get(self.style, '')}{rule.name}({self._joined(self._arguments(rule, depth, is_plain))})"
        )
        return f"(await {text})" if rule.is_async else text

    def _joined(self, arguments: list[str]) -> str:
        self.kinds["several arguments"] += len(arguments) > 1
        if len(arguments) == 1 and arguments[0].startswith(_GENERATOR):
            return arguments[0][1:-1]  # needs no parentheses of its own, and takes no comma
        if arguments and self.number(5) == 0:
            self.kinds["several lines"] += 1
            return "\n    " + ",\n    ".join(arguments) + self.pick((",\n", "\n"))
        return ", ".join(arguments) + (self.pick(("", ",")) if arguments else "")

    def _arguments(self, rule: Rule, depth: int, is_plain: bool) -> list[str]:
        """What the signature accepts, most of the time."""
        if self.number(24) == 0:
            self.kinds["broken call"] += 1
            return [self._argument(depth, is_plain=is_plain) for _ in range(self.number(4))]
        count = rule.required + self.number(len(rule.given) - rule.required)
        values = {name: self._argument(depth, is_plain=is_plain) for name in rule.given[:count]}
        by_position = max(min(self.number(rule.positional), count), rule.keyword)
        more = self._more(rule, depth, is_plain)
        if more:
            by_position = rule.positional
        positional = [values.pop(name) for name in rule.given[:by_position] if name in values]
        named = self._shuffled([self._keyword(name, value) for name, value in values.items()])
        return [*self._unpacked([*positional, *more]), *named]

    def _more(self, rule: Rule, depth: int, is_plain: bool) -> list[str]:
        if not rule.has_rest or self.number(1):
            return []
        self.kinds["more positional arguments"] += 1
        return [self._argument(depth, is_plain=is_plain) for _ in range(1 + self.number(1))]

    def _unpacked(self, values: list[str]) -> list[str]:
        if values and self.number(9) == 0:
            self.kinds["unpacked list"] += 1
            return [f"*[{', '.join(values)}]"]
        return values

    def _keyword(self, name: str, value: str) -> str:
        if self.number(9) == 0:
            self.kinds["unpacked dictionary"] += 1
            return f"**{{'{name}': {value}}}"
        self.kinds["keyword"] += 1
        return f"{name}={value}"

    def _shuffled(self, values: list[str]) -> list[str]:
        return self.random.sample(values, len(values))
