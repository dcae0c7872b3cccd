"""In which order a template evaluates its parameters, with Python itself as the oracle."""

import ast
import itertools
from collections.abc import Iterator

import pytest

from migrate_engines.emitting.evaluation import Sensitive, in_source_order, is_pure, keeps_order
from migrate_engines.model.rule import Template

NAMES = (("Engine", "acme.Engine"), ("make", "acme.make"), ("LIMIT", "acme.LIMIT"))


def expression_of(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


def keeps(text: str, arguments: str, *statements: str, local_names: tuple[str, ...] = ()) -> bool:
    """``arguments`` are in source order; ``a`` is impure, ``a?`` is pure and may be changed by effects."""
    template = Template(statements, text, NAMES, local_names)
    sensitive = [Sensitive(name.rstrip("?"), not name.endswith("?")) for name in arguments.split()]
    return keeps_order(template, expression_of(text), sensitive)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1", True),
        ("'text'", True),
        ("None", True),
        ("...", True),
        ("-1", True),
        ("name", True),
        ("name.attribute", True),
        ("a.b.c.d", True),
        ("'text'.format", True),
        ("f()", False),
        ("a.f()", False),
        ("f().a", False),
        ("a[0]", False),
        ("a[0].b", False),
        ("await f", False),
        ("(y := 1)", False),
        ("f'{a}'", False),
        ("f'{f()}'", False),
        ("a + b", False),
        ("-a", False),
        ("not a", False),
        ("a or b", False),
        ("a if b else c", False),
        ("a < b", False),
        ("[]", False),
        ("{}", False),
        ("(a, b)", False),
        ("lambda: a", False),
        ("[n for n in a]", False),
    ],
)
def test_purity(text: str, expected: bool) -> None:
    assert is_pure(expression_of(text)) is expected


@pytest.mark.parametrize(
    ("text", "impure", "expected"),
    [
        ("Engine(a, b)", "a", True),
        ("Engine(a, b)", "b", True),
        ("Engine(a, b)", "a b", True),
        ("Engine(a, b)", "b a", False),
        ("Engine(a, b)", "", True),
        ("Engine(x=a, y=b)", "a b", True),
        ("Engine(x=b, y=a)", "a b", False),
        ("Engine(a, x=b)", "a b", True),
        ("Engine(*a, x=b)", "a b", False),
        ("Engine(x=a.n, y=b)", "b", False),
        ("Engine(x=b, y=a.n)", "b", True),
        ("Engine(-a, b)", "b", False),
        ("Engine(a + a, b)", "b", False),
        ("Engine(f'{a}', b)", "b", False),
        ("Engine(a < c, b)", "b", False),
        ("Engine(LIMIT.n, b)", "b", True),
        ("Engine(x=b, **a)", "b a", True),
        ("Engine(x=b, *a)", "a b", False),
        ("Engine(x=b, *a)", "b a", False),
        ("Engine(a)", "a b", False),
        ("Engine(a, a)", "a", False),
        ("Engine(b, a, b)", "a", True),
        ("Engine()", "a", False),
        ("Engine(a=a)", "a", True),
        ("Engine(c.a, a)", "a", False),
        ("Engine(a.c, b.c)", "a b", False),
        ("Engine(make(a), b)", "a", True),
        ("Engine(make(a), b)", "b", False),
        ("Engine(make(a), b)", "a b", False),
        ("Engine(b, make(a))", "b a", True),
        ("Engine(make(), a)", "a", False),
        ("Engine(a, make())", "a", True),
        ("Engine(make(a, b))", "a b", True),
        ("Engine(make(make(a)), c)", "a", True),
        ("a.method(b)", "a b", False),
        ("make(b).method(a)", "b a", False),
        ("a", "a", True),
        ("Engine([a, b])", "a b", True),
        ("Engine((a, *b))", "a b", True),
        ("Engine(a + b)", "a b", True),
        ("Engine(f'{a}', b)", "a", True),
        ("Engine(c[0], a)", "a", False),
        ("Engine({a: b})", "a b", True),
        ("Engine({a: b, c: d})", "a b c d", True),
        ("Engine({a: b, c: d})", "a c b d", False),
        ("Engine({**a, b: c})", "a b c", True),
        ("Engine(a < b)", "a b", True),
        ("Engine(a < b < c)", "c", False),
        ("Engine(a < b < c)", "a b", True),
        ("Engine(lambda: a)", "a", False),
        ("Engine([a for n in b])", "a", False),
        ("Engine(a for n in b)", "a", False),
        ("Engine(a if b else c)", "b", True),
        ("Engine(a if b else c)", "a", False),
        ("Engine(a if b else c)", "c", False),
        ("Engine(a or b)", "a", True),
        ("Engine(a or b)", "b", False),
        ("Engine(LIMIT, a)", "a", True),
    ],
)
def test_impure_arguments_keep_their_order(text: str, impure: str, expected: bool) -> None:
    assert keeps(text, impure) is expected


@pytest.mark.parametrize(
    ("text", "arguments", "expected"),
    [
        ("Engine(a, b)", "a b?", True),
        ("Engine(b, a)", "a b?", False),
        ("Engine(b, a)", "b? a", True),
        ("Engine(a, b)", "b? a", False),
        ("Engine(b, a, b)", "b? a", False),
        ("Engine(b, b, a)", "b? a", True),
        ("Engine(a)", "b? a", True),
        ("Engine(b, c)", "c? b?", True),
        ("Engine(a, b, c)", "a b? c", True),
        ("Engine(a, c, b)", "a b? c", False),
    ],
)
def test_what_effects_may_change_stays_on_its_side_of_them(text: str, arguments: str, expected: bool) -> None:
    assert keeps(text, arguments) is expected


@pytest.mark.parametrize(
    ("statements", "text", "impure", "expected"),
    [
        (["factory = make()"], "Engine(a)", "a", False),
        (["factory = make(a)"], "Engine(b, factory)", "a", True),
        (["factory = make(a)"], "Engine(b, factory)", "b", False),
        (["factory = make(a)"], "Engine(a, factory)", "a", False),
        (["factory = make(a, b)"], "Engine(factory)", "a b", True),
        (["factory = make(b, a)"], "Engine(factory)", "a b", False),
        (["factory = LIMIT"], "Engine(a, factory)", "a", True),
        (["factory = LIMIT", "factory.configure(a)"], "Engine(b, factory)", "a", True),
        (["factory = LIMIT", "factory.configure(a)"], "Engine(b, factory)", "b", False),
        (["factory: Engine = make(a)"], "Engine(factory)", "a", True),
    ],
)
def test_statements_run_before_the_expression(
    statements: list[str], text: str, impure: str, expected: bool
) -> None:
    assert keeps(text, impure, *statements, local_names=("factory",)) is expected


class _Recorder:
    """A value that remembers when it is called or indexed."""

    def __init__(self, seen: list[str]) -> None:
        self.seen = seen

    def effect(self, *arguments: object, **keywords: object) -> "_Recorder":
        self.seen.append("effect")
        return self

    def nothing(self, other: object) -> "_Recorder":
        return self

    __call__ = __getitem__ = method = effect
    __add__ = __lt__ = nothing

    def __iter__(self) -> Iterator[object]:
        return iter(())


class _Names(dict[str, object]):
    def __init__(self, seen: list[str]) -> None:
        super().__init__()
        self.seen = seen

    def __missing__(self, name: str) -> object:
        if name not in dict(NAMES):
            self.seen.append(name)
        return _Recorder(self.seen)


@pytest.mark.parametrize(
    "text",
    [
        "Engine(a, b, c)",
        "Engine(c, x=a, y=b)",
        "Engine(*a, x=b, **{'y': c})",
        "Engine(make(a), b, c)",
        "Engine(a, make(b, c))",
        "Engine(a, make(b), make(c))",
        "Engine({a: b, LIMIT: c})",
        "Engine({a: b, c: 1})",
        "Engine([a, b], (c,))",
        "Engine(a + b, c)",
        "Engine(a[b], c)",
        "Engine({a: b, c: make()})",
        "Engine(a < b, c)",
        "a.method(b, c)",
    ],
)
def test_an_order_that_is_kept_is_pythons_own(text: str) -> None:
    seen: list[str] = []
    eval(text, {}, _Names(seen))  # the text is this file's own
    reads = [name for name in seen if name != "effect"]
    effects = seen.index("effect") if "effect" in seen else len(seen)
    for count in (1, 2, 3):
        for impure in itertools.permutations("abc", count):
            in_order = [name for name in reads if name in impure] == list(impure)
            before_effects = all(seen.index(name) < effects for name in impure)
            if keeps(text, " ".join(impure)):
                assert in_order, impure
                assert before_effects, impure


POSITIONS = {"a": 0, "b": 1, "c": 2}


@pytest.mark.parametrize(
    ("text", "reordered"),
    [
        ("Engine(x=c, y=b, z=a)", "Engine(z=a, y=b, x=c)"),
        ("Engine(x=c, y=make(a, b))", "Engine(y=make(a, b), x=c)"),
        ("Engine(x=make(c, a), y=b)", "Engine(x=make(c, a), y=b)"),
        ("Engine(x=b, y=a.attribute)", "Engine(y=a.attribute, x=b)"),
        ("Engine(x=b, y=LIMIT, z=a)", "Engine(y=LIMIT, z=a, x=b)"),
        ("Engine(x=b, y=b.c, z=a)", "Engine(z=a, x=b, y=b.c)"),
        ("Engine(x=a, y=b)", "Engine(x=a, y=b)"),
    ],
)
def test_keywords_take_the_order_of_their_arguments(text: str, reordered: str) -> None:
    assert ast.unparse(in_source_order(expression_of(text), POSITIONS)) == reordered


@pytest.mark.parametrize(
    "text", ["Engine(c, x=b, y=a)", "Engine(x=b, **a)", "Engine(x=b, *a)", "b", "[b, a]"]
)
def test_what_is_not_all_keywords_keeps_its_order(text: str) -> None:
    expression = expression_of(text)
    assert in_source_order(expression, POSITIONS) is expression
