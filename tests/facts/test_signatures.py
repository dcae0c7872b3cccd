"""Whether a signature takes the calls of another, and every reason why not."""

import ast
import inspect
import itertools
from collections.abc import Callable
from functools import cache

import pytest

from migrate_engines.facts.signatures import Verdict, compare
from migrate_engines.model.rule import Signature
from migrate_engines.tree.parameters import signature_of

REFERENCE = "(context, agents)"


def signature(text: str) -> Signature:
    function = ast.parse(f"def f{text}: ...").body[0]
    return signature_of(function.args, drop_first=False)


@pytest.mark.parametrize(
    ("reference", "other", "told"),
    [
        (REFERENCE, "(context, agents)", []),
        (REFERENCE, "(context, agents=None)", []),
        (REFERENCE, "(context, agents, limit=3, *, quiet=False)", []),
        (REFERENCE, "(context, agents, *rest, **more)", []),
        ("()", "()", []),
        ("()", "(limit=3)", []),
        ("(context, /)", "(anything)", []),
        ("(context, /)", "(anything, /)", []),
        ("(*, context)", "(context)", []),
        ("(*, context)", "(*, other=1, context=None)", []),
        ("(*args, **kwargs)", "(*a, **k)", []),
        ("(context=None)", "(context=3)", []),
        (REFERENCE, "(agents, context)", ["context is number 2, not 1", "agents is number 1, not 2"]),
        (REFERENCE, "(user, registry)", ["no context: number 1 is user", "no agents: number 2 is registry"]),
        (REFERENCE, "(context)", ["no agents"]),
        (REFERENCE, "(context, agents, user)", ["also requires user"]),
        (REFERENCE, "(context, agents, *, user)", ["also requires user"]),
        (REFERENCE, "(context, *, agents)", ["agents can only be given by name"]),
        (REFERENCE, "(context, *rest, agents)", ["agents by position goes to *rest"]),
        (
            REFERENCE,
            "(context, agents, /)",
            ["context cannot be given by name", "agents cannot be given by name"],
        ),
        ("(context=None)", "(context)", ["context is required"]),
        ("(*, context=None)", "(*, context)", ["context is required"]),
        ("(context, /)", "()", ["takes no argument number 1 (context)"]),
        ("(context=1, /)", "(other)", ["other is required"]),
        ("(*, context)", "(context, /)", ["context cannot be given by name"]),
        ("(*, context)", "()", ["no context"]),
        ("(context, **more)", "(context)", ["takes no **more"]),
        ("(context, *more)", "(context)", ["takes no *more"]),
        ("(context, *more)", "(context, limit=3, *more)", ["limit takes the first of *more"]),
        ("(context, **more)", "(context, limit=3, **more)", ["limit takes one of **more"]),
        ("(context, **more)", "(context, *, limit=3, **more)", ["limit takes one of **more"]),
        ("()", "(user)", ["also requires user"]),
    ],
)
def test_what_differs(reference, other, told):
    compared = compare(signature(reference), signature(other))
    assert [each.text for each in compared.differences] == told
    assert compared.verdict is (Verdict.INCOMPATIBLE if told else Verdict.COMPATIBLE)


@pytest.mark.parametrize(
    ("reference", "other", "told"),
    [
        ("(context)", "(*args, **kwargs)", ["context goes to *args or **kwargs"]),
        ("(context, /)", "(*args)", ["context goes to *args"]),
        ("(*, context)", "(**kwargs)", ["context goes to **kwargs"]),
    ],
)
def test_what_becomes_of_an_argument_is_not_seen(reference, other, told):
    compared = compare(signature(reference), signature(other))
    assert [each.text for each in compared.differences] == told
    assert compared.verdict is Verdict.UNSEEN


PARTS = ("a", "b", "a=1", "b=1", "*", "/", "*r", "**k")
SHAPES = [f"({', '.join(parts)})" for count in range(4) for parts in itertools.product(PARTS, repeat=count)]
CALLS = [
    (tuple(f"value{at}" for at in range(positional)), names)
    for positional in range(4)
    for count in range(3)
    for names in itertools.combinations("abz", count)
]


def is_valid(text: str) -> bool:
    try:
        callable_of(text)
    except SyntaxError:
        return False
    return True


@cache
def callable_of(text: str) -> Callable[..., dict[str, object]]:
    """A function that returns what reached which parameter."""
    space: dict[str, object] = {}
    exec(f"def f{text}: return dict(locals())", space)
    return space["f"]


@cache
def bind(text: str, call: tuple[tuple[str, ...], tuple[str, ...]]) -> dict[str, object] | None:
    """The given arguments by parameter, by ``*`` and by ``**``; inspect's own binding is wrong about some."""
    positional, names = call
    try:
        found = callable_of(text)(*positional, **dict.fromkeys(names, "named"))
    except TypeError:
        return None
    stars = {"r": "*", "k": "**"}
    return {stars.get(name, name): value for name, value in found.items() if value not in (1, (), {})}


def means_the_same(reference: str, other: str) -> bool:
    """Whether every call of the one binds, and each argument reaches the parameter of the same name."""
    parameters = inspect.signature(callable_of(reference)).parameters.values()
    nameless = {each.name for each in parameters if each.kind is each.POSITIONAL_ONLY}
    for call in CALLS:
        ours, theirs = bind(reference, call), bind(other, call)
        if ours is None:
            continue
        if theirs is None:
            return False
        if any(theirs.get(name) != value for name, value in ours.items() if name not in nameless):
            return False
    return True


def test_the_verdict_is_what_python_itself_does():
    """Over all pairs of small signatures."""
    shapes = [text for text in SHAPES if is_valid(text)]
    assert len(shapes) > 60
    for reference, other in itertools.product(shapes, shapes):
        verdict = compare(signature(reference), signature(other)).verdict
        if verdict is Verdict.UNSEEN:
            assert all(bind(other, call) for call in CALLS if bind(reference, call)), (reference, other)
        else:
            same = means_the_same(reference, other)
            assert (verdict is Verdict.COMPATIBLE) == same, (reference, other)
