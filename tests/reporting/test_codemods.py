"""The list that ``migrate-engines rules`` prints."""

from inspect import Parameter as Python

from migrate_engines.model.rule import (
    CallRewrite,
    CanonicalName,
    Codemod,
    Helper,
    Keep,
    ManualReview,
    Parameter,
    Redirect,
    Signature,
    Template,
    Unsafe,
)
from migrate_engines.reporting.codemods import render_codemods

CONTEXT = Signature((Parameter("context", Python.POSITIONAL_OR_KEYWORD),))
LIMITED = Signature((*CONTEXT.parameters, Parameter("limit", Python.KEYWORD_ONLY, "3")))
TEMPLATE = Template((), "User(context)", (("User", "acme.User"),))


def test_every_kind_of_rule_shows_what_it_says():
    rules = (
        Helper("engine", "wired", 3, "acme.wiring", "", (), CONTEXT),
        Keep("engine", "canonical", 5, ("acme.User",), CONTEXT, is_async=False),
        CallRewrite(
            "engine", "old", 8, ("acme.Old", "acme.Older"), CONTEXT, is_async=True, template=TEMPLATE
        ),
        CallRewrite("engine", "s", 9, ("acme.S",), LIMITED, False, TEMPLATE, Unsafe("the limit is dropped")),
        ManualReview(
            "engine", "bare", 12, ("acme.Old",), Signature(()), False, "missing-context", "Pass it."
        ),
        Redirect("engine", 15, "acme.old", (("Old", "acme.User"),)),
        CanonicalName("engine", 16, "acme.User"),
    )
    codemod = Codemod("engine", "codemods/engine.py", "Retire acme.Old.", "", rules)
    assert render_codemods([codemod, Codemod("other", "codemods/other.py", "Retire more.", "", ())]) == (
        "engine: Retire acme.Old.\n"
        "  helper acme.wiring.wired(context)\n"
        "  keep canonical(context)\n"
        "      acme.User\n"
        "  rewrite async old(context)\n"
        "      acme.Old\n"
        "      acme.Older\n"
        "  rewrite s(context, *, limit=3)\n"
        "      acme.S\n"
        "      unsafe: the limit is dropped\n"
        "  manual bare()\n"
        "      acme.Old\n"
        "      [missing-context] Pass it.\n"
        "  redirect acme.old\n"
        "      Old -> acme.User\n"
        "  canonical acme.User\n"
        "\n"
        "other: Retire more.\n"
    )
