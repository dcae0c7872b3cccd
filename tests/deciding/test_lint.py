"""Mistakes of codemods that only their whole set, or the target tree, can show."""

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from migrate_engines.deciding.lint import lint_codemods
from migrate_engines.rules import load_codemods
from migrate_engines.settings import Settings

TREE = {
    "acme/__init__.py": "",
    "acme/old.py": "class Engine:\n    def __init__(self, registry, bridge=None, context=None): ...\n",
    "acme/new.py": """
        class Factory:
            def __init__(self): ...
            def configure(self, registry, bridge): ...
        class UserEngine:
            def __init__(self, context, factory, *, limit=3): ...
            @classmethod
            async def create(cls, context): ...
        class Context: ...
        async def fetch(context): ...
    """,
}
HEAD = '''\
"""Retire acme.old.Engine."""
from acme.new import Context, Factory, UserEngine, fetch
from migrate_engines.codemod import helper, keep, manual, redirect, rewrite
LEGACY = "acme.old.Engine"
'''
KEEP = "@keep(UserEngine)\ndef canonical(context: Context, factory, *, limit=3): ...\n"
CHANGE = "Change the rule to the tree's own signature; until then its uses are reported, not rewritten"
ADD_KEEP = "Add a @keep with the signature of the call that the rule returns"
DIFFER = "Make the signatures differ, or ask for evidence with an annotation"
SIGNATURE = "acme.new.UserEngine(context, factory, *, limit=3)"

Lint = Callable[..., list[str]]


@pytest.fixture
def lint(tmp_path: Path) -> Lint:
    """The problems of a rule file with this text below the head, as ``line of that text: what. remedy``."""

    def lint(body: str, head: str = HEAD, **others: str) -> list[str]:
        texts = {"codemods/engine.py": head + dedent(body)}
        texts |= {f"codemods/{name}.py": HEAD + dedent(text) for name, text in others.items()}
        for name, text in {**TREE, **texts}.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(dedent(text))
        codemods = load_codemods([tmp_path / "codemods"])
        problems = lint_codemods(Settings(tmp_path, codemods=("codemods",), exclude=("codemods",)), codemods)
        first = head.count("\n")
        return [
            f"{Path(each.path).stem}:{each.line and each.line - first}: {each.what}. {each.remedy}"
            for each in problems
        ]

    return lint


@pytest.mark.parametrize(
    "body",
    [
        "@rewrite(LEGACY)\ndef old(registry, bridge, context):\n    return UserEngine(context, registry)\n",
        "@rewrite(LEGACY)\ndef old(a, b):\n    return UserEngine(factory=a, context=b, limit=4)\n",
        "@rewrite(LEGACY)\nasync def old(a):\n    return UserEngine(await fetch(a), Factory())\n",
        "@rewrite(LEGACY)\ndef old(*a, **b):\n    return UserEngine(*a, **b)\n",
        """
        @rewrite(LEGACY)
        def old(registry, bridge, context):
            factory = Factory()
            factory.configure(registry, bridge)
            return UserEngine(context, factory)
        """,
        """
        @helper("acme.wiring")
        def configured(registry, bridge):
            factory = Factory()
            factory.configure(registry, bridge=bridge)
            return factory
        @rewrite(LEGACY)
        def old(registry, bridge, context):
            return UserEngine(context, configured(registry, bridge))
        """,
        'redirect("acme.old", Engine=UserEngine)\n',
    ],
)
def test_rules_that_fit_the_tree(lint: Lint, body: str) -> None:
    assert lint(dedent(body) + KEEP) == []


@pytest.mark.parametrize(
    ("returned", "told"),
    [
        ("UserEngine(context)", f"{SIGNATURE} factory is missing"),
        ("UserEngine(context=context)", f"{SIGNATURE} factory is missing"),
        ("UserEngine()", f"{SIGNATURE} context is missing"),
        ("UserEngine(context, registry, user=1)", f"{SIGNATURE} has no parameter user"),
        ("UserEngine(context, registry, 3)", f"{SIGNATURE} takes 2 positional arguments, not 3"),
        ("UserEngine(context, registry, context=1)", f"{SIGNATURE} context is given twice"),
        ("UserEngine(context, Factory(1))", "acme.new.Factory() takes 0 positional arguments, not 1"),
        ("UserEngine.build(context)", "acme.new.UserEngine has no member build"),
        ("UserEngine.create(context)", "acme.new.UserEngine.create is async and is not awaited"),
        ("UserEngine(fetch(context), registry)", "acme.new.fetch is async and is not awaited"),
    ],
)
def test_a_replacement_that_does_not_fit_the_tree(lint: Lint, returned: str, told: str) -> None:
    body = f"@rewrite(LEGACY)\ndef per_user(registry, context):\n    return {returned}\n"
    assert f"engine:2: per_user does not fit this tree: {told}. {CHANGE}" in lint(body + KEEP)


def test_everything_that_differs_is_told_at_once(lint: Lint) -> None:
    body = "@rewrite(LEGACY)\ndef per_user(registry):\n    return UserEngine(Factory(registry), user=1)\n"
    told = f"{SIGNATURE} has no parameter user; acme.new.Factory() takes 0 positional arguments, not 1"
    assert f"engine:2: per_user does not fit this tree: {told}. {CHANGE}" in lint(body + KEEP)


@pytest.mark.parametrize(
    ("imported", "missing"),
    [
        ("from acme.new import Gone", "acme.new.Gone"),
        ("from acme.gone import Gone", "acme.gone.Gone"),
        ("from acme.old import UserEngine as Gone", "acme.old.UserEngine"),
    ],
)
def test_a_target_that_is_not_in_the_tree(lint: Lint, imported: str, missing: str) -> None:
    head = f"{HEAD}{imported}\n"
    body = "@rewrite(LEGACY)\ndef per_user(registry):\n    return Gone(registry)\n"
    told = f"engine:2: per_user does not fit this tree: {missing} is not in this tree. {CHANGE}"
    assert lint(body, head) == [told]


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        (
            "factory.configure(registry)",
            "acme.new.Factory.configure(registry, bridge) bridge is missing",
        ),
        (
            "factory.configure(registry, websocket=bridge)",
            "acme.new.Factory.configure(registry, bridge) has no parameter websocket",
        ),
        ("factory.connect(bridge)", "acme.new.Factory has no member connect"),
    ],
)
def test_a_helper_whose_body_does_not_fit(lint: Lint, statement: str, told: str) -> None:
    body = f"""
    @helper("acme.wiring")
    def configured(registry, bridge):
        factory = Factory()
        {statement}
        return factory
    @rewrite(LEGACY)
    def per_user(registry, bridge, context):
        return UserEngine(context, configured(registry, bridge))
    """
    problem = f"engine:3: configured does not fit this tree: {told}. {CHANGE}"
    assert lint(dedent(body) + KEEP) == [problem]


def test_a_replacement_that_does_not_fit_its_own_helper(lint: Lint) -> None:
    body = """\
    @helper("acme.wiring")
    def configured(registry, bridge):
        return Factory()
    @rewrite(LEGACY)
    def per_user(registry, context):
        return UserEngine(context, configured(registry))
    """
    told = "acme.wiring.configured(registry, bridge) bridge is missing"
    assert lint(dedent(body) + KEEP) == [f"engine:5: per_user does not fit this tree: {told}. {CHANGE}"]


OWN = (
    "@rewrite(UserEngine)\ndef triple(registry, bridge, context):\n    return UserEngine(context, registry)\n"
)


@pytest.mark.parametrize(
    "body",
    [
        OWN,
        OWN + "@keep(UserEngine)\ndef right(context): ...\n",
        OWN + "@keep(UserEngine)\ndef right(*, context, factory): ...\n",
        OWN + "@rewrite(UserEngine)\ndef pair(a, b):\n    return UserEngine(context=a, factory=b, limit=3)\n"
        "@keep(UserEngine)\ndef right(context, factory, limit): ...\n",
    ],
)
def test_what_a_rule_produces_must_match_a_keep(lint: Lint, body: str) -> None:
    told = "what triple produces is itself rewritten, or matches no @keep of acme.new.UserEngine"
    assert f"engine:2: {told}. {ADD_KEEP}" in lint(body)


@pytest.mark.parametrize("keep", [KEEP, "@keep(UserEngine)\ndef right(context, factory): ...\n"])
def test_a_keep_that_matches_what_a_rule_produces(lint: Lint, keep: str) -> None:
    assert lint(OWN + keep) == []


@pytest.mark.parametrize(
    ("body", "produced", "symbol"),
    [
        (
            '@rewrite(f"{UserEngine}.create")\nasync def made(a, b):\n    return await UserEngine.create(a)\n',
            "made",
            "acme.new.UserEngine.create",
        ),
        (
            "@rewrite(Factory)\ndef made(registry=None):\n    return UserEngine(registry, Factory())\n",
            "made",
            "acme.new.Factory",
        ),
    ],
)
def test_every_call_that_a_rule_produces_must_match_a_keep(
    lint: Lint, body: str, produced: str, symbol: str
) -> None:
    told = f"what {produced} produces is itself rewritten, or matches no @keep of {symbol}"
    assert lint(body + KEEP) == [f"engine:2: {told}. {ADD_KEEP}"]


def test_a_symbol_that_is_not_itself_rewritten_needs_no_keep(lint: Lint) -> None:
    assert lint(OWN.replace("@rewrite(UserEngine)", "@rewrite(LEGACY)")) == []


FIRST = "@rewrite(LEGACY)\ndef first(a, b):\n    return UserEngine(a, b)\n"


@pytest.mark.parametrize(
    ("second", "line", "shared"),
    [
        ("@rewrite(LEGACY)\ndef second(a, b):\n    return UserEngine(b, a)\n", 5, "a, b"),
        ("@rewrite(LEGACY)\ndef second(c, d):\n    return UserEngine(c, d)\n", 5, "a, b"),
        ("@rewrite(LEGACY)\ndef second(c, d, e=1):\n    return UserEngine(c, d)\n", 5, "a, b"),
        ("@rewrite(LEGACY)\ndef second(*, b, a):\n    return UserEngine(a, b)\n", 5, "a=a, b=b"),
        ("@keep(LEGACY)\ndef second(a, b): ...\n", 5, "a, b"),
        ("@manual(LEGACY, reason='told', help='Ask.')\ndef second(a, b): ...\n", 5, "a, b"),
        ("@rewrite(LEGACY)\ndef second(a, b, c: Context = None):\n    return UserEngine(a, b)\n", 5, "a, b"),
        ("@rewrite(LEGACY)\ndef second(*c):\n    return UserEngine(*c)\n", 5, "a, b"),
    ],
)
def test_an_overload_that_cannot_be_told_from_an_earlier_one(
    lint: Lint, second: str, line: int, shared: str
) -> None:
    told = f"second is not reachable: first also accepts acme.old.Engine({shared})"
    assert lint(FIRST + second) == [f"engine:{line}: {told}. {DIFFER}"]


@pytest.mark.parametrize(
    "second",
    [
        "@rewrite(LEGACY)\ndef second(a, b, c):\n    return UserEngine(a, b)\n",
        "@rewrite(LEGACY)\ndef second(*, c, d):\n    return UserEngine(c, d)\n",
        "@rewrite(LEGACY)\ndef second(a, b: Context):\n    return UserEngine(b, a)\n",
        "@rewrite(LEGACY)\ndef second(a, b, c: None = None):\n    return UserEngine(a, b)\n",
        "@rewrite(LEGACY)\nasync def second(a, b):\n    return UserEngine(a, b)\n",
        '@rewrite(f"{LEGACY}.create")\ndef second(a, b):\n    return UserEngine(a, b)\n',
    ],
)
def test_overloads_that_can_be_told_apart(lint: Lint, second: str) -> None:
    assert lint(FIRST + second) == []


def test_overloads_that_ask_for_the_same_evidence_cannot_be_told_apart(lint: Lint) -> None:
    first = FIRST.replace("(a, b):", "(a, b: Context):")
    problems = lint(first + first.replace("first", "second"))
    assert problems
    assert problems[0].startswith("engine:5: second is not reachable: first also accepts acme.old.Engine(")


def test_overloads_of_two_codemods_are_compared(lint: Lint) -> None:
    told = "first is not reachable: first also accepts acme.old.Engine(a, b)"
    assert lint(FIRST, pool=FIRST) == [f"pool:2: {told}. {DIFFER}"]


def test_two_names_of_one_symbol_are_compared(lint: Lint, tmp_path: Path) -> None:
    (tmp_path / "acme").mkdir()
    (tmp_path / "acme" / "legacy.py").write_text("from acme.old import Engine as Motor\n")
    second = '@rewrite("acme.legacy.Motor")\ndef second(a, b):\n    return UserEngine(a, b)\n'
    told = "second is not reachable: first also accepts acme.old.Engine(a, b)"
    assert lint(FIRST + second) == [f"engine:5: {told}. {DIFFER}"]


def test_a_codemod_without_golden_cases(lint: Lint, tmp_path: Path) -> None:
    (tmp_path / "golden" / "engine").mkdir(parents=True)
    told = "Write one that is rewritten and one that is left alone in golden/engine/"
    assert lint(FIRST) == [f"engine:0: the codemod has no golden cases. {told}"]
    (tmp_path / "golden" / "engine" / "case.md").write_text("# It is rewritten\n")
    assert lint(FIRST) == []


def test_a_project_without_a_golden_folder_is_asked_for_no_cases(lint: Lint) -> None:
    assert lint(FIRST) == []


def test_problems_are_sorted_and_told_once(lint: Lint) -> None:
    twice = FIRST.replace("@rewrite(LEGACY)", '@rewrite(LEGACY, "acme.old.Engine")')
    third = FIRST.replace("first", "third").replace("UserEngine(a, b)", "UserEngine(a)")
    problems = lint(twice + third + FIRST.replace("first", "second"), another=FIRST)
    places = ["engine:2", "engine:5", "engine:5", "engine:8", "engine:8"]
    assert problems == sorted(set(problems))
    assert [problem.partition(": ")[0] for problem in problems] == places
