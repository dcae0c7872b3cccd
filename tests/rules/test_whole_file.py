"""A rule file with one of everything."""

import pytest

from migrate_engines.model.problem import InputError, Problem
from migrate_engines.model.rule import (
    CallRewrite,
    CanonicalName,
    ClassEvidence,
    Codemod,
    Helper,
    ImportedName,
    Keep,
    ManualReview,
    NoneEvidence,
    Parameter,
    ParameterKind,
    Redirect,
    Signature,
    Template,
    Unsafe,
)
from migrate_engines.rules import parse_codemod

SOURCE = '''\
"""Retire supervisor.execution_engine.ExecutionEngine.

One process-wide engine served every user; state leaked between them. Engines are now built per
request, from the user's own context.
"""
from acme.agents.factory import AgentFactory
from acme.agents.user_engine import UserExecutionEngine
from acme.context import UserContext
from acme.ws.emitter import UserEmitter

from migrate_engines.codemod import canonical as renamed
from migrate_engines.codemod import helper, keep, manual, redirect, rewrite, unsafe

LEGACY = "acme.agents.execution_engine.ExecutionEngine"


@helper("acme.agents.engine_wiring")
def configured_factory(registry, websocket_bridge):
    """An agent factory for one request, wired to the registry and the bridge."""
    factory = AgentFactory()
    factory.configure(registry, websocket_bridge)
    return factory


@keep(UserExecutionEngine)
def canonical(context: UserContext, agent_factory, websocket_emitter): ...


@rewrite(LEGACY, f"{LEGACY}._init_from_factory")
def per_user(registry, websocket_bridge, user_context):
    return UserExecutionEngine(
        context=user_context,
        agent_factory=configured_factory(registry, websocket_bridge),
        websocket_emitter=UserEmitter(user_context.user_id, websocket_bridge),
    )


@rewrite(UserExecutionEngine)
def old_triple(registry, websocket_bridge, user_context: UserContext):
    return per_user(registry, websocket_bridge, user_context)


@rewrite(f"{LEGACY}.create_from_legacy")
async def awaited(registry, websocket_bridge, user_context):
    return per_user(registry, websocket_bridge, user_context)


@unsafe("the concurrency limit now comes from the context")
@rewrite("acme.agents.scoped.ScopedEngine")
def scoped(user_context, registry, websocket_bridge, max_concurrent_executions=3):
    return per_user(registry, websocket_bridge, user_context)


@manual(LEGACY, reason="missing-context", help="Pass the request's user context: an engine without one is shared.")
def anonymous(registry, websocket_bridge, user_context: None = None): ...


redirect("acme.agents.execution_engine", ExecutionEngine=UserExecutionEngine)
renamed(UserExecutionEngine)
'''

NAME = "execution_engine"
LEGACY = "acme.agents.execution_engine.ExecutionEngine"
TARGET = "acme.agents.user_engine.UserExecutionEngine"
CONTEXT = ClassEvidence("acme.context.UserContext")


def signature(*names, **special):
    kind = ParameterKind.POSITIONAL_OR_KEYWORD
    return Signature(tuple(special.get(name, Parameter(name, kind)) for name in names))


def asking(name, evidence, default=None):
    return Parameter(name, ParameterKind.POSITIONAL_OR_KEYWORD, default, evidence)


TRIPLE = signature("registry", "websocket_bridge", "user_context")
TEMPLATE = Template(
    statements=(),
    expression="""\
UserExecutionEngine(
    context=user_context,
    agent_factory=configured_factory(registry, websocket_bridge),
    websocket_emitter=UserEmitter(user_context.user_id, websocket_bridge),
)""",
    names=(
        ("UserEmitter", "acme.ws.emitter.UserEmitter"),
        ("UserExecutionEngine", TARGET),
        ("configured_factory", "acme.agents.engine_wiring.configured_factory"),
    ),
)
RULES = (
    Helper(
        NAME,
        "configured_factory",
        18,
        "acme.agents.engine_wiring",
        '''\
def configured_factory(registry, websocket_bridge):
    """An agent factory for one request, wired to the registry and the bridge."""
    factory = AgentFactory()
    factory.configure(registry, websocket_bridge)
    return factory''',
        (ImportedName("acme.agents.factory", "AgentFactory", "AgentFactory"),),
        signature("registry", "websocket_bridge"),
    ),
    Keep(
        NAME,
        "canonical",
        26,
        (TARGET,),
        signature("context", "agent_factory", "websocket_emitter", context=asking("context", CONTEXT)),
        is_async=False,
    ),
    CallRewrite(
        NAME,
        "per_user",
        30,
        (LEGACY, f"{LEGACY}._init_from_factory"),
        TRIPLE,
        is_async=False,
        template=TEMPLATE,
    ),
    CallRewrite(
        NAME,
        "old_triple",
        39,
        (TARGET,),
        signature(
            "registry", "websocket_bridge", "user_context", user_context=asking("user_context", CONTEXT)
        ),
        is_async=False,
        template=TEMPLATE,
    ),
    CallRewrite(
        NAME, "awaited", 44, (f"{LEGACY}.create_from_legacy",), TRIPLE, is_async=True, template=TEMPLATE
    ),
    CallRewrite(
        NAME,
        "scoped",
        50,
        ("acme.agents.scoped.ScopedEngine",),
        signature(
            "user_context",
            "registry",
            "websocket_bridge",
            "max_concurrent_executions",
            max_concurrent_executions=asking("max_concurrent_executions", None, "3"),
        ),
        is_async=False,
        template=TEMPLATE,
        unsafe=Unsafe("the concurrency limit now comes from the context"),
    ),
    ManualReview(
        NAME,
        "anonymous",
        55,
        (LEGACY,),
        signature(
            "registry",
            "websocket_bridge",
            "user_context",
            user_context=asking("user_context", NoneEvidence.NONE, "None"),
        ),
        is_async=False,
        reason="missing-context",
        help="Pass the request's user context: an engine without one is shared.",
    ),
    Redirect(NAME, 58, "acme.agents.execution_engine", (("ExecutionEngine", TARGET),)),
    CanonicalName(NAME, 59, TARGET),
)
CODEMOD = Codemod(
    NAME,
    "codemods/execution_engine.py",
    "Retire supervisor.execution_engine.ExecutionEngine.",
    "One process-wide engine served every user; state leaked between them. Engines are now built per\n"
    "request, from the user's own context.",
    RULES,
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"line {rule.line}")
def test_each_rule_is_read(rule):
    parsed = parse_codemod("codemods/execution_engine.py", SOURCE)
    assert next(each for each in parsed.rules if each.line == rule.line) == rule


def test_the_codemod_has_its_docstring_and_its_rules_in_the_order_of_the_file():
    assert parse_codemod("codemods/execution_engine.py", SOURCE) == CODEMOD


@pytest.mark.parametrize(
    "source", [SOURCE.replace("\n", "\r\n"), SOURCE.replace("\n", "\r"), "\ufeff" + SOURCE], ids=repr
)
def test_line_endings_and_a_byte_order_mark_change_nothing(source):
    assert parse_codemod("codemods/execution_engine.py", source) == CODEMOD


@pytest.mark.parametrize("line", range(len(SOURCE.splitlines())))
def test_a_file_that_lacks_a_line_is_a_codemod_or_a_list_of_problems(line):
    lines = SOURCE.splitlines()
    for source in (lines[:line] + lines[line + 1 :], lines[:line], lines[line:]):
        problems: tuple[Problem, ...] = ()
        try:
            assert parse_codemod("codemods/execution_engine.py", "\n".join(source)).rules
        except InputError as error:
            problems = error.problems
        assert all(problem.what and problem.remedy.endswith((".", "?")) for problem in problems)
