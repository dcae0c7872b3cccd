"""A rule that returns another rule gets a template of its own."""

import pytest

from migrate_engines.model.rule import CallRewrite


def template_of(codemod, name, body):
    rules = codemod(body).rules
    return next(rule.template for rule in rules if isinstance(rule, CallRewrite) and rule.name == name)


@pytest.fixture
def expanded(codemod):
    """What ``other(...)`` becomes when it returns ``rule(...)``."""

    def expand(parameters, body, caller, call):
        indented = body.replace("\n", "\n    ")
        template = template_of(
            codemod,
            "other",
            f"@rewrite(LEGACY)\ndef rule({parameters}):\n    {indented}\n"
            f'@rewrite("acme.old.Other")\ndef other({caller}):\n    return rule({call})\n',
        )
        return "\n".join([*template.statements, f"return {template.expression}"])

    return expand


@pytest.mark.parametrize(
    ("parameters", "body", "caller", "call", "result"),
    [
        # the same names, other names, swapped names
        ("a, b", "return F(a, b)", "a, b", "a, b", "return F(a, b)"),
        ("a, b", "return F(a, b)", "x, y", "x, y", "return F(x, y)"),
        ("a, b", "return F(a, b, a.b, b.a, a=a)", "a, b", "b, a", "return F(b, a, b.b, a.a, a=b)"),
        ("a, *, b", "return F(a, b)", "x", "b=x.y.z, a=x.w", "return F(x.w, x.y.z)"),
        # constants and defaults
        ("a, b=None, c=3", "return F(a, b, c)", "x", "x", "return F(x, None, 3)"),
        ("a, b='ü', *, c=0x10", "return F(a, b, c=c)", "x", "x, c=1_000", "return F(x, 'ü', c=1_000)"),
        ("a=-1", "return F(a, a ** 2, a.real, [a])", "", "", "return F(-1, (-1) ** 2, (-1).real, [(-1)])"),
        ("a=2", "return F(a.real, a + 1)", "", "", "return F((2).real, (2) + 1)"),
        ("a", "return F(a.lower())", "", "('x'\n     'y')", "return F('xy'.lower())"),
        ("a", "return F(a, ...)", "", "...", "return F(..., ...)"),
        ("a", "return F(a)", "x", "(x\n    .y)", "return F(x.y)"),
        # a parameter is dropped; another is never passed on
        ("a, b", "return F(a)", "x, y, z", "x, y", "return F(x)"),
        # locals that are taken
        ("a", "b = a\nreturn F(a, b, b=b)", "b", "b", "b_2 = b\nreturn F(b, b_2, b=b_2)"),
        ("a", "b = a\nreturn F(b)", "b, b_2", "b", "b_3 = b\nreturn F(b_3)"),
        ("a", "b = a\nb_2 = b\nreturn F(b, b_2)", "b", "b", "b_3 = b\nb_2 = b_3\nreturn F(b_3, b_2)"),
        ("a", "b = a\nreturn F(b)", "x", "x", "b = x\nreturn F(b)"),
        # names inside comprehensions and lambdas stay
        ("a", "return [b for b in a if b != a]", "x", "x", "return [b for b in x if b != x]"),
        ("a", "return lambda b, c=a: F(a, b)", "x", "x.y", "return lambda b, c=x.y: F(x.y, b)"),
        # f-strings whose names stay
        ("a, b", "return F(f'{a}', b)", "a, x", "a, x", "return F(f'{a}', x)"),
        # positions: characters of several bytes, several lines, repeated names
        ("a, b", "return F('üß😀', a, 'é', b)", "x, y", "x, y", "return F('üß😀', x, 'é', y)"),
        (
            "a, b",
            "log('ü'); c = F(\n    'ü', a,  # ü a\n    b,\n)\nreturn F(\n    c=c, é=a,\n    d=['é', b, b],\n)",
            "long_name, c",
            "c, long_name",
            (
                "log('ü')\nc_2 = F(\n    'ü', c,  # ü a\n    long_name,\n)\n"
                "return F(\n    c=c_2, é=c,\n    d=['é', long_name, long_name],\n)"
            ),
        ),
        ("größe", "return F(größe=größe, ö='ö')", "weite", "weite.ä", "return F(größe=weite.ä, ö='ö')"),
    ],
)  # fmt: skip
def test_arguments_take_the_place_of_parameters(expanded, parameters, body, caller, call, result):
    body = body.replace("F(", "UserEngine(").replace("log(", "print(")
    expected = result.replace("F(", "UserEngine(").replace("log(", "print(")
    assert expanded(parameters, body, caller, call) == expected


def test_a_chain_is_expanded_wherever_it_stands_in_the_file(codemod):
    body = """\
        @rewrite("acme.old.A")
        def first(x): return second(x.a, 1)
        @rewrite("acme.old.B")
        def second(y, z): return third(z, y)
        @rewrite("acme.old.C")
        def third(v, w):
            x = Emitter(w)
            return UserEngine(v, x)
        """
    template = template_of(codemod, "first", body)
    assert template.statements == ("x_2 = Emitter(x.a)",)
    assert template.expression == "UserEngine(1, x_2)"
    assert template.locals == ("x_2",)
    assert template.names == (("Emitter", "acme.new.Emitter"), ("UserEngine", "acme.new.UserEngine"))
    assert template_of(codemod, "second", body).expression == "UserEngine(z, x)"


def test_statements_of_the_caller_come_first(codemod):
    template = template_of(
        codemod,
        "other",
        """\
        @helper("acme.wiring")
        def wired(context): return context
        @rewrite(LEGACY)
        def rule(context):
            own = Emitter(context)
            return UserEngine(own)
        @rewrite("acme.old.Other")
        def other(context):
            own = wired(context)
            own.open()
            return rule(context)
        """,
    )
    assert template.statements == ("own = wired(context)", "own.open()", "own_2 = Emitter(context)")
    assert template.expression == "UserEngine(own_2)"
    assert template.locals == ("own", "own_2")
    assert [name for name, _ in template.names] == ["Emitter", "UserEngine", "wired"]


@pytest.mark.parametrize(
    ("rule", "other"), [("def", "async def"), ("async def", "def"), ("async def", "async def")]
)
def test_a_body_without_await_may_be_returned_by_either_kind(codemod, rule, other):
    template = template_of(
        codemod,
        "other",
        f"""\
        @rewrite(LEGACY)
        {rule} rule(context): return UserEngine(context)
        @rewrite("acme.old.Other")
        {other} other(context): return rule(context)
        """,
    )
    assert template.expression == "UserEngine(context)"


def test_an_asynchronous_rule_may_return_one_that_awaits(codemod):
    template = template_of(
        codemod,
        "other",
        """\
        @rewrite(LEGACY)
        async def rule(context): return await UserEngine.create(context)
        @rewrite("acme.old.Other")
        async def other(x): return rule(x)
        """,
    )
    assert template.expression == "await UserEngine.create(x)"
