"""The file as a whole: docstring, imports, constants, statements."""

from textwrap import dedent

import pytest

from migrate_engines import codemod as words
from migrate_engines.model.rule import CanonicalName, Keep, Leave, Redirect, Retirement
from migrate_engines.rules import parse_codemod
from migrate_engines.rules.names import Word

RULE = '\nfrom migrate_engines.codemod import canonical\ncanonical("acme.new.Engine")\n'
NO_DOCSTRING = (
    '1: The rule file has no docstring. Begin it with one, like `"""Retire package.module.Name."""`.'
)
KEEP_TO = "Keep to imports, string constants, functions, `redirect(...)`, `canonical(...)`, `retire(...)`, `leave(...)` and `on_request()`."
SENTENCE = "Say on one line what is retired, from a capital letter to a full stop."


@pytest.mark.parametrize(
    ("docstring", "summary", "description"),
    [
        ('"""Retire A."""', "Retire A.", ""),
        ('"""\nRetire A.\n\nBecause.\n\n  * so\n"""', "Retire A.", "Because.\n\n  * so"),
        ("'Is it time for a 42?'", "Is it time for a 42?", ""),
        ('# a comment\n"""Élan is retired."""', "Élan is retired.", ""),
    ],
)
def test_the_docstring_is_summary_and_description(docstring, summary, description):
    codemod = parse_codemod("engine.py", docstring + RULE)
    assert (codemod.name, codemod.summary, codemod.description) == ("engine", summary, description)


@pytest.mark.parametrize(
    ("source", "report"),
    [
        (RULE, NO_DOCSTRING),
        ('""" """' + RULE, NO_DOCSTRING),
        (
            '# a comment\n"""retire A."""' + RULE,
            f"2: The first line of the docstring is not a sentence: `retire A.`. {SENTENCE}",
        ),
        (
            '"""Retire\nA."""' + RULE,
            f"1: The first line of the docstring is not a sentence: `Retire`. {SENTENCE}",
        ),
        (
            '"""Retire A"""' + RULE,
            f"1: The first line of the docstring is not a sentence: `Retire A`. {SENTENCE}",
        ),
        (
            '"""Engine."""' + RULE,
            f"1: The first line of the docstring is not a sentence: `Engine.`. {SENTENCE}",
        ),
        ('"""Retire A."""', "0: The rule file has no rule. Add a `@rewrite`, or remove the file."),
        (
            '"""Retire A."""\ndef f(:\n',
            "2: Python cannot read the rule file: invalid syntax. Correct the syntax.",
        ),
        (
            '"""Retire A."""' + RULE.replace("canonical(", "await canonical("),
            f'3: `await canonical("acme.new.Engine")` cannot stand at the top level of a rule file. {KEEP_TO}',
        ),
    ],
)
def test_a_mistake_in_the_file_as_a_whole(file_mistakes, source, report):
    assert file_mistakes(source) == [report]


@pytest.mark.parametrize("character", ["\0", "\ud800"], ids=["null", "surrogate"])
def test_a_character_that_no_source_can_have_is_a_problem(file_mistakes, character):
    [report] = file_mistakes(f'"""Retire A."""\nA = "{character}"')
    assert "Python cannot read the rule file: " in report


@pytest.mark.parametrize(
    "symbol",
    [f"{'(' * 100_000}1", f"UserEngine{'.a' * 100_000}", f"{'-' * 100_000}1", f"UserEngine{'.a' * 600}"],
)
def test_deep_nesting_is_a_problem_not_a_crash(mistakes, symbol):
    [report] = mistakes(f"@keep({symbol})\ndef kept(context): ...")
    assert "rule file" in report


@pytest.mark.filterwarnings("error")
def test_what_python_warns_about_is_not_shown(codemod):
    assert codemod('A = "\\d"\n')


def test_the_words_are_those_of_the_module_that_rule_files_import():
    functions = {
        name
        for name, value in vars(words).items()
        if getattr(value, "__module__", None) == words.__name__ and not name.startswith("_")
    }
    assert functions == set(Word)


@pytest.mark.parametrize(
    ("symbol", "dotted"),
    [
        ('"acme.old.Engine.create"', "acme.old.Engine.create"),
        ("LEGACY", "acme.old.Engine"),
        ('f"{LEGACY}.create"', "acme.old.Engine.create"),
        ("CREATE", "acme.old.Engine.create"),
        ('"acme.old" ".Engine"', "acme.old.Engine"),
        ("UserEngine", "acme.new.UserEngine"),
        ("UserEngine.create", "acme.new.UserEngine.create"),
        ('f"{UserEngine}.create"', "acme.new.UserEngine.create"),
        ('f"{UserEngine.create}_now"', "acme.new.UserEngine.create_now"),
        ("module.Engine", "acme.deep.module.Engine"),
        ("alias.Engine.create", "acme.deep.module.Engine.create"),
        ("acme.deep.other.Engine", "acme.deep.other.Engine"),
        ("acme.Engine", "acme.Engine"),
        ("renamed", "acme.deep.Engine"),
        ("top.Engine", "top.Engine"),
        ("deep", "deep.deep"),
        ("same.Engine", "same.Engine"),
        ("first.Engine", "first.second.first.Engine"),
        ('"acme.größe.Motor"', "acme.größe.Motor"),
        ('"acme.match.type"', "acme.match.type"),
    ],
)
def test_a_symbol_is_a_string_a_name_or_an_fstring(codemod, symbol, dotted):
    rules = codemod(f"""\
        from acme.deep import module, Engine as renamed
        import acme.deep.module as alias
        import acme.deep.other
        import acme.deep.another, top
        import deep.deep as deep
        import same as same
        from first.second import first
        CREATE = f"{{LEGACY}}.create"
        @keep({symbol})
        def kept(context): ...
        """).rules
    assert [rule.symbols for rule in rules if isinstance(rule, Keep)] == [(dotted,)]


def test_the_words_may_have_other_names():
    codemod = parse_codemod(
        "a.py",
        dedent('''\
            """Retire A."""
            from migrate_engines.codemod import canonical as c, keep as rewrite, redirect
            @rewrite("acme.A")
            def redirected(): ...
            c("acme.A")
            redirect("old", A="acme.A", B=f"{'acme'}.B")
            '''),
    )
    assert [type(rule) for rule in codemod.rules] == [Keep, CanonicalName, Redirect]
    assert codemod.rules[-1] == Redirect("a", 6, "old", (("A", "acme.A"), ("B", "acme.B")))


def test_a_word_that_is_not_imported_is_named(file_mistakes):
    source = '"""Retire A."""\nfrom acme import redirect\n@keep("acme.A")\ndef kept(): ...\nredirect("old", A="a.A")\n'
    module = "migrate_engines.codemod"
    assert file_mistakes(source) == [
        f"3: `keep` is not imported from `{module}`. Write `from {module} import keep`.",
        f"5: `redirect` is not imported from `{module}`. Write `from {module} import redirect`.",
    ]


def test_an_alias_is_suggested_too(file_mistakes):
    source = (
        '"""Retire A."""\nfrom migrate_engines.codemod import keep as leave\n@leav("a.A")\ndef kept(): ...\n'
    )
    assert file_mistakes(source) == ["3: `leav` is no decorator of a rule file. Did you mean `leave`?"]


def test_all_mistakes_of_a_file_are_reported_at_once_in_its_order(mistakes):
    assert [
        report.split(". ")[0]
        for report in mistakes("""\
        from .names import A
        LIMIT = 3
        @keep(UserEngin)
        def kept(self, context: int): return 1
        @rewrite(LEGACY)
        def rule(context):
            if context: pass
            return UserEngine(contxt)
        @helper("acme.wiring")
        def shipped(): return missing
        redirct()
        """)
    ] == [
        "1: The relative import of `A` leads nowhere: a rule file belongs to no package",
        "2: `LIMIT` is not a string constant",
        "3: `UserEngin` is not defined",
        "7: `if context: pass` is too much for a template",
        "8: `contxt` is not defined",
        "10: `missing` is not defined",
        "11: `redirct` is no statement of a rule file",
    ]


def test_what_is_retired_and_what_stays(codemod):
    found = codemod("""\
        retire(LEGACY, f"{LEGACY}Factory", successor=UserEngine, help="Use the new one.")
        retire("acme.old.build", help="Build it.")
        leave("acme.tools.Engine", because="It runs tools.")
    """)
    assert found.rules[1:] == (
        Retirement(
            "engine",
            7,
            ("acme.old.Engine", "acme.old.EngineFactory"),
            "acme.new.UserEngine",
            "Use the new one.",
        ),
        Retirement("engine", 8, ("acme.old.build",), None, "Build it."),
        Leave("engine", 9, ("acme.tools.Engine",), "It runs tools."),
    )
