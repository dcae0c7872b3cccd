"""Binding follows Python's own rules: Python itself is the oracle."""

import ast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from migrate_engines.deciding.binding import Answer, bind, shape_of
from migrate_engines.model.rule import Parameter, ParameterKind, Signature

NAMES = ["a", "b", "c", "d"]


@st.composite
def signatures(draw: st.DrawFn) -> Signature:
    """A valid signature of up to four plain parameters, and perhaps variadic ones."""
    kinds = sorted(
        draw(st.lists(st.sampled_from([ParameterKind(0), ParameterKind(1), ParameterKind(3)]), max_size=4))
    )
    has_default = False
    parameters: list[Parameter] = []
    for name, kind in zip(NAMES, kinds, strict=False):
        wants_default = draw(st.booleans())
        if kind is ParameterKind.KEYWORD_ONLY:
            parameters.append(Parameter(name, kind, "1" if wants_default else None))
            continue
        has_default |= wants_default
        parameters.append(Parameter(name, kind, "1" if has_default else None))
    if draw(st.booleans()):
        position = sum(each.kind < ParameterKind.VAR_POSITIONAL for each in parameters)
        parameters.insert(position, Parameter("rest", ParameterKind.VAR_POSITIONAL))
    if draw(st.booleans()):
        parameters.append(Parameter("others", ParameterKind.VAR_KEYWORD))
    return Signature(tuple(parameters))


@st.composite
def calls(draw: st.DrawFn) -> ast.Call:
    positional = draw(st.integers(0, 4))
    keywords = draw(st.lists(st.sampled_from([*NAMES, "other"]), max_size=3, unique=True))
    arguments = [f"p{index}" for index in range(positional)] + [f"{name}=k_{name}" for name in keywords]
    call = ast.parse(f"f({', '.join(arguments)})", mode="eval").body
    assert isinstance(call, ast.Call)
    return call


def python_binds(signature: Signature, call: ast.Call) -> dict[str, object] | None:
    """What Python itself binds, arguments as their source; defaults and empty variadics left out."""
    namespace: dict[str, object] = {}
    exec(f"def f{signature}: return locals()", namespace)
    function = namespace["f"]
    assert callable(function)
    positional = [ast.unparse(each) for each in call.args]
    keywords = {str(each.arg): ast.unparse(each.value) for each in call.keywords}
    try:
        found = function(*positional, **keywords)
    except TypeError:
        return None
    return {name: value for name, value in found.items() if value not in (1, (), {})}


@settings(max_examples=500, deadline=None)
@given(signatures(), calls())
def test_binds_as_python_does(signature: Signature, call: ast.Call) -> None:
    expected = python_binds(signature, call)
    bound = bind(shape_of(call), signature)
    assert (bound.answer is Answer.YES) is (expected is not None)
    if expected is not None:
        given_ = {name: written(value) for name, value in bound.arguments.items() if value}
        assert given_ == expected


def written(value: object) -> object:
    """An argument as its source, variadic ones as Python groups them."""
    match value:
        case (ast.keyword(), *_):
            assert isinstance(value, tuple)
            return {each.arg: ast.unparse(each.value) for each in value}
        case tuple():
            return tuple(map(ast.unparse, value))
        case ast.expr():
            return ast.unparse(value)
    raise AssertionError(value)


def shaped(text: str) -> ast.Call:
    call = ast.parse(text, mode="eval").body
    assert isinstance(call, ast.Call)
    return call


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("f(*[x, y])", Answer.YES),
        ("f(*(x,), b=y)", Answer.YES),
        ('f(x, **{"b": y})', Answer.YES),
        ('f(x, **{"q": y})', Answer.NO),
        ("f(*xs)", Answer.UNKNOWN),
        ("f(x, **kw)", Answer.UNKNOWN),
        ("f(x, y, z, *xs)", Answer.NO),
        ("f(*xs, q=1)", Answer.NO),
    ],
)
def test_unpacked_arguments_are_written_out_where_they_are_literal(text: str, answer: Answer) -> None:
    plain = ParameterKind.POSITIONAL_OR_KEYWORD
    signature = Signature((Parameter("a", plain), Parameter("b", plain)))
    assert bind(shape_of(shaped(text)), signature).answer is answer
