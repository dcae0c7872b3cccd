"""The rules under test. What a rule states is the legacy function's body, so both come from one text."""

from dataclasses import dataclass
from textwrap import dedent, indent


@dataclass(frozen=True)
class Rule:
    """``parameters`` is the signature, ``body`` the statements, which end in ``return``.

    ``given`` are the parameters a call can name, ``required`` how many of them it must give; ``positional`` how
    many it may give by position, and ``keyword`` from which one on they can be named. ``rest`` says that more
    arguments may follow, ``iterable`` names parameters that the body iterates.
    """

    name: str
    parameters: str
    body: str
    given: tuple[str, ...]
    required: int
    positional: int
    keyword: int = 0
    is_async: bool = False
    has_rest: bool = False

    def legacy(self) -> str:
        head = "async def" if self.is_async else "def"
        return f"{head} {self.name}({self.parameters}):\n{indent(dedent(self.body).strip(), '    ')}\n"

    def codemod(self) -> str:
        head = "async def" if self.is_async else "def"
        body = indent(dedent(self.body).strip(), "    ")
        return f'@rewrite("world.legacy.{self.name}")\n{head} rule_{self.name}({self.parameters}):\n{body}\n'


def _rule(name: str, parameters: str, body: str, required: int, **more: object) -> Rule:
    given = tuple(
        part.partition("=")[0].strip()
        for part in parameters.split(",")
        if part.strip() not in ("*", "/") and "*" not in part
    )
    positional = more.pop("positional", len(given))
    return Rule(name, parameters, body, given, required, positional, **more)  # type: ignore[arg-type]


RULES = (
    _rule("same", "a, b, c", "return New(x=a, y=b, z=c)", 3),
    _rule("positional", "a, b", "return New(a, b)", 2),
    _rule("swapped", "a, b", "return New(b, a)", 2),
    _rule("reordered", "a, b, c", "return New(x=c, y=wire(a, b), z=wire(c.uid, b))", 3),
    _rule("dropped", "a, b=1", "return New(a)", 1),
    _rule("twice", "a", "return New(a, wire(a))", 1),
    _rule("defaults", "a, b=None, c=3", "return New(x=a, y=b, z=c)", 1),
    _rule("late", "a, b", "return New(lambda: wire(a, b))", 2),
    _rule("each", "a", "return New([wire(each) for each in a])", 1),
    _rule("generated", "a, b", "return New(b, (wire(each, a) for each in b))", 2),
    _rule("chosen", "a, b=True", "return New(a) if b else None", 1),
    _rule("either", "a, b", "return New(a or b)", 2),
    _rule("chained", "a, b", "return New(a).named(b)", 2),
    _rule("attribute", "a, b", "return New(a.uid, b)", 2),
    _rule("item", "a, b", "return New(a[0], b)", 2),
    _rule("added", "a, b", "return wire(a) + b", 2),
    _rule("stated", "a, b", "wired = wire(a)\nwired.named(b)\nreturn New(wired, b)", 2),
    _rule(
        "variadic",
        "a, *rest, k=3, **options",
        "return New(a, *rest, k=k, **options)",
        1,
        positional=1,
        has_rest=True,
    ),
    _rule("named", "*, a, b=None", "return New(x=b, y=a)", 1, positional=0),
    _rule("placed", "a, b, /", "return New(b, a)", 2, keyword=2),
    _rule("mixed", "a, /, b, *, c=2", "return New(x=b, y=a, z=c)", 2, positional=2, keyword=1),
    _rule("awaited", "a, b", "return New(x=a, y=b)", 2, is_async=True),
    _rule("awaiting", "a, b", "return await anew(b, a)", 2, is_async=True),
)
BY_EXPANSION = _rule("expanded", "b, a", "return rule_swapped(a, b)", 2)

LEGACY = (
    '"""The legacy API."""\n\nfrom world.fresh import New, anew, wire\n\n\n'
    + "\n\n".join(rule.legacy() for rule in RULES)
    + "\n\ndef expanded(b, a):\n    return swapped(a, b)\n"
)
CODEMOD = (
    '"""Retire everything in world.legacy."""\n\nfrom world.fresh import New, anew, wire\n\n'
    "from migrate_engines.codemod import rewrite\n\n\n"
    + "\n\n".join(rule.codemod() for rule in (*RULES, BY_EXPANSION))
)
ALL = (*RULES, BY_EXPANSION)
