"""Parameters, defaults and evidence."""

import pytest

from migrate_engines.model.rule import ClassEvidence, Keep, NoneEvidence, Parameter, ParameterKind, Signature

POSITIONAL_ONLY = ParameterKind.POSITIONAL_ONLY
PLAIN = ParameterKind.POSITIONAL_OR_KEYWORD
KEYWORD_ONLY = ParameterKind.KEYWORD_ONLY


def signature_of(codemod, parameters):
    rules = codemod(
        f"import acme.deep\nimport acme.shop as shop\n@keep(UserEngine)\ndef kept({parameters}): ..."
    ).rules
    return next(rule.signature for rule in rules if isinstance(rule, Keep))


def test_every_kind_of_parameter_is_read(codemod):
    text = "a, b=1, /, c=(2), *rest, d, e='ü' + \"x\", **others"
    assert signature_of(codemod, text) == Signature(
        (
            Parameter("a", POSITIONAL_ONLY),
            Parameter("b", POSITIONAL_ONLY, "1"),
            Parameter("c", PLAIN, "2"),
            Parameter("rest", ParameterKind.VAR_POSITIONAL),
            Parameter("d", KEYWORD_ONLY),
            Parameter("e", KEYWORD_ONLY, "'ü' + \"x\""),
            Parameter("others", ParameterKind.VAR_KEYWORD),
        )
    )


@pytest.mark.parametrize("text", ["()", "(a, /)", "(a, /, b)", "(*, a=0x10)", "(a, *, b)", "(*a, b, **c)"])
def test_a_signature_reads_as_it_was_written(codemod, text):
    assert str(signature_of(codemod, text[1:-1])) == text


@pytest.mark.parametrize(
    ("written", "default"),
    [("None", "None"), ("-1", "-1"), ("(1 +\n 2)", "1 + 2"), ("Mode.FAST", "Mode.FAST"), ("[ ]", "[ ]")],
)
def test_a_default_is_kept_as_text_of_one_line(codemod, written, default):
    assert signature_of(codemod, f"a={written}").parameters == (Parameter("a", PLAIN, default),)


@pytest.mark.parametrize(
    ("annotation", "evidence"),
    [
        ("None", NoneEvidence.NONE),
        ("UserContext", ClassEvidence("acme.context.UserContext")),
        ('"UserContext"', ClassEvidence("acme.context.UserContext")),
        ('"acme.other.Context"', ClassEvidence("acme.other.Context")),
        ("acme.deep.Context", ClassEvidence("acme.deep.Context")),
        ("shop.Context", ClassEvidence("acme.shop.Context")),
        ('"shop.Context"', ClassEvidence("acme.shop.Context")),
        ("LEGACY", ClassEvidence("acme.old.Engine")),
    ],
)
def test_an_annotation_asks_for_evidence(codemod, annotation, evidence):
    assert signature_of(codemod, f"a: {annotation}").parameters == (Parameter("a", PLAIN, None, evidence),)


def test_what_a_function_returns_is_its_own_business(codemod):
    rules = codemod("@keep(UserEngine)\nasync def kept() -> list[Unknown]: ...").rules
    assert [rule.is_async for rule in rules if isinstance(rule, Keep)] == [True]
