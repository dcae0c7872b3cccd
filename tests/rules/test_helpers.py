"""``@helper`` functions as they are shipped."""

import pytest

from migrate_engines.model.rule import Helper, ImportedName, Parameter, ParameterKind, Signature


@pytest.fixture
def helper(codemod):
    """The first helper of the given text."""
    return lambda body: next(rule for rule in codemod(body).rules if isinstance(rule, Helper))


SHIPPED = '''\
async def shipped(context: "UserContext", /, emitter=Emitter()) -> UserEngine:
    """Wired, ü."""

    # a comment
    return await other(context)  # trailing
        # still inside'''


def test_the_source_is_verbatim_from_def_to_the_last_comment(helper):
    below = "\n\n# not its own\n\n@helper('acme.wiring')\nasync def other(context): return context\n"
    shipped = helper('@helper(\n    "acme.wiring"\n)\n# about the decorator\n' + SHIPPED + below)
    plain = ParameterKind.POSITIONAL_OR_KEYWORD
    assert shipped == Helper(
        codemod="engine",
        name="shipped",
        line=11,
        module="acme.wiring",
        source=SHIPPED,
        imports=(
            ImportedName("acme.context", "UserContext", "UserContext"),
            ImportedName("acme.new", "Emitter", "Emitter"),
            ImportedName("acme.new", "UserEngine", "UserEngine"),
        ),
        signature=Signature(
            (
                Parameter("context", ParameterKind.POSITIONAL_ONLY),
                Parameter("emitter", plain, "Emitter()"),
            )
        ),
    )
    assert shipped.symbol == "acme.wiring.shipped"


def test_only_the_imports_that_are_used_travel(helper):
    shipped = helper("""\
        import logging
        import acme.a, acme.b as b, acme.c
        from acme import d as e, unused, hidden
        @helper("acme.wiring")
        def shipped(hidden):
            def inner(x, unused=b):
                class Local(e):
                    size = acme.a.SIZE
                return [logging.getLogger(__name__), Local, x, unused]
            import late
            return inner(late) and shipped(hidden)
        """)
    assert shipped.imports == (
        ImportedName("logging", None, "logging"),
        ImportedName("acme.a", None, "acme"),
        ImportedName("acme.b", None, "b"),
        ImportedName("acme.c", None, "acme"),
        ImportedName("acme", "d", "e"),
    )


def test_an_import_as_its_own_package_is_told_from_one_without_as(helper):
    shipped = helper('import a.b as a\n@helper("acme.wiring")\ndef shipped(): return a')
    assert shipped.imports == (ImportedName("a", "b", "a"),)


@pytest.mark.parametrize(
    "body",
    [
        "for each in range(3):\n        try:\n            yield each\n        finally:\n            pass",
        "with open('ü') as file:\n        return [line for line in file if (size := len(line)) and size]",
        "global shipped\n    del shipped",
        "x: 'list[int]' = []\n    return x",
        "def recurse(n): return recurse(n - 1)\n    return recurse(3)",
        "return '''several\nlines\n'''",
    ],
)
def test_a_helper_may_hold_any_code(helper, body):
    assert (
        helper(f'@helper("acme.wiring")\ndef shipped():\n    {body}\n').source
        == f"def shipped():\n    {body}"
    )
