"""The body of a rule as a template."""

import sys

import pytest

from migrate_engines.model.rule import CallRewrite, Template, Unsafe

ENGINE = ("UserEngine", "acme.new.UserEngine")


@pytest.fixture
def template(codemod):
    """The template of the last rule of the given text."""
    return lambda body: [rule for rule in codemod(body).rules if isinstance(rule, CallRewrite)][-1].template


def test_statements_come_before_the_expression(template):
    assert template("""\
        @rewrite(LEGACY)
        def rule(context, emitter):
            '''What it does.'''
            # a comment
            context.open(); own = Emitter(
                context,  # kept
                emitter,
            )
            own = own.wrap(
        emitter)
            return UserEngine(context, own)  # dropped
        """) == Template(
        statements=(
            "context.open()",
            "own = Emitter(\n    context,  # kept\n    emitter,\n)",
            "own = own.wrap(\nemitter)",
        ),
        expression="UserEngine(context, own)",
        names=(("Emitter", "acme.new.Emitter"), ENGINE),
        locals=("own",),
    )


@pytest.mark.parametrize(
    ("returned", "expression"),
    [
        ("return context", "context"),
        ("return(context)", "(context)"),
        ("return (\n        context\n        .name\n    )", "(\n    context\n    .name\n)"),
        ("return \\\n        context", "context"),
        ("return UserEngine(\n        context,\n\n        # why\n    )", "UserEngine(\n    context,\n\n    # why\n)"),
        ("return UserEngine('ü', context, 'ß'); ", "UserEngine('ü', context, 'ß')"),
        ("return UserEngine('a'\n        'b')", "UserEngine('a'\n    'b')"),
        ('return f"{context.name!r:>{len(context.name)}}"', 'f"{context.name!r:>{len(context.name)}}"'),
        ("return [each for each in context if each]", "[each for each in context if each]"),
        ("return [0 for context.name in context]", "[0 for context.name in context]"),
        ("return {k: v for k, v in context for k in v}", "{k: v for k, v in context for k in v}"),
        ("return lambda a, /, b=context, *c, d, **e: (a, b, c, d, e)", "lambda a, /, b=context, *c, d, **e: (a, b, c, d, e)"),
        ("return sum(x for x in (y for y in context))", "sum(x for x in (y for y in context))"),
    ],
)  # fmt: skip
def test_the_expression_is_as_written_and_dedented(template, returned, expression):
    assert template(f"@rewrite(LEGACY)\ndef rule(context):\n    {returned}\n").expression == expression


def test_a_function_of_one_line(template):
    body = "@rewrite(LEGACY)\ndef rule(context): return UserEngine(\n    context,\n)"
    assert template(body).expression == "UserEngine(\n    context,\n)"


def test_names_are_those_that_the_template_uses(template):
    assert template("""\
        from acme import unused, shop as store
        import acme.deep as deep
        import top
        from first.second import first
        @helper("acme.wiring")
        def wired(context): return context
        @rewrite(LEGACY)
        def rule(context, id):
            return [UserEngine, wired(context), store.a, deep.b, top.c, first, len, id]
        """).names == (
        ENGINE,
        ("deep", "acme.deep"),
        ("first", "first.second.first"),
        ("store", "acme.shop"),
        ("top", "top"),
        ("wired", "acme.wiring.wired"),
    )


def test_an_asynchronous_rule_may_await(codemod):
    rules = codemod(
        "@rewrite(LEGACY)\nasync def rule(context):\n    return await UserEngine.create(context)"
    ).rules
    assert rules[-1].is_async
    assert rules[-1].template.expression == "await UserEngine.create(context)"


@pytest.mark.parametrize(
    ("decorators", "unsafe"),
    [
        ('@rewrite(LEGACY)\n@unsafe("why")', Unsafe("why")),
        ('@unsafe("why", reads=("limit", "_limit*"))\n@rewrite(LEGACY)', Unsafe("why", ("limit", "_limit*"))),
        ('@unsafe(f"see {LEGACY}", reads=["limit"])\n@rewrite(LEGACY)', Unsafe("see acme.old.Engine", ("limit",))),
        ("@rewrite(LEGACY)", None),
    ],
)  # fmt: skip
def test_unsafe_stands_above_or_below(codemod, decorators, unsafe):
    assert codemod(f"{decorators}\ndef rule(a): return UserEngine()").rules[-1].unsafe == unsafe


@pytest.mark.skipif(sys.version_info < (3, 12), reason="earlier Pythons cannot read such strings at all")
@pytest.mark.parametrize(
    "returned",
    [
        """f"{context["name"]}" """,
        """f"{f"{context}"}" """,
        """f"{context!r:{f"{0}"}}" """,
        r"""f"{'\n'.join(context)}" """,
        """f"{context
            }" """,
        """f'''{context  # why
            }''' """,
    ],
)
def test_strings_that_only_new_pythons_read_do_not_come_into_older_files(mistakes, returned):
    told = mistakes(f"@rewrite(LEGACY)\ndef rule(context):\n    return {returned}\n")
    assert [line for line in told if "Only Python 3.12 can read this formatted string" in line]


@pytest.mark.parametrize(
    "returned",
    [
        """f"{context['name']}" """,
        """f'''{context["name"]} {
            context
        }''' """,
        r"""f"\n{context!r:>{2}}\n" """,
        """f"{context}" "a" 'b' """,
    ],
)
def test_strings_that_old_pythons_read_may_be_used(template, returned):
    assert template(f"@rewrite(LEGACY)\ndef rule(context):\n    return {returned}\n")
