"""The plugin as a team has it."""

import pytest

pytest_plugins = ["pytester"]

RIGHT = """
import pytest
from migrate_engines.testing import IsolationChecks, Subject


class Engine:
    def __init__(self, context):
        self.context = context

    async def run(self, message):
        return message + self.context


class TestEngine(IsolationChecks):
    @pytest.fixture
    def isolation_subject(self):
        return Subject(
            context_for=lambda request: request.user_id,
            engine_for=Engine,
            run=lambda engine, context, message: engine.run(message),
        )
"""
WRONG = RIGHT.replace("self.context = context", "self.context, self.hints = context, HINTS") + "HINTS = []"


FEW_PLUGINS = ["-p", "no:asyncio", "-p", "no:xdist", "-p", "no:hypothesispytest"]


def told(pytester: pytest.Pytester, checks: str, *arguments: str, ini: str = "") -> str:
    pytester.makepyfile(checks)
    pytester.makeini(f"[pytest]\nfilterwarnings = error\n{ini}\n")
    result = pytester.runpytest_inprocess(*FEW_PLUGINS, *arguments)
    return str(result.stdout) + str(result.stderr)


def test_a_right_engine_passes(pytester):
    assert "2 passed, 3 skipped" in told(pytester, RIGHT)


def test_findings_are_told_without_a_traceback(pytester):
    said = told(pytester, WRONG)
    assert "1 failed, 1 passed, 3 skipped" in said
    assert "  user 2 reaches it as engine.hints" in said
    assert "Traceback" not in said
    assert "_demand" not in said


@pytest.mark.parametrize(
    ("arguments", "ini", "said"),
    [
        (["--isolation-users", "3"], "", "3 users reach it"),
        ([], "isolation_users = 5", "5 users reach it"),
        ([], "", "12 users reach it"),
        (["--isolation-users", "501"], "", "isolation_users is 501: give a number from 2 to 500"),
        (["--isolation-users", "0"], "", "isolation_users is 0: give a number from 2 to 500"),
        ([], "isolation_users = many", "isolation_users is 'many': give a number from 2 to 500"),
    ],
)
def test_how_many_users(pytester, arguments, ini, said):
    assert said in told(pytester, WRONG, *arguments, ini=ini)


def test_without_a_subject_it_says_what_to_define(pytester):
    checks = "from migrate_engines.testing import IsolationChecks\n\nclass TestEngine(IsolationChecks): ...\n"
    assert "define a fixture isolation_subject" in told(pytester, checks)


WITHOUT_WEBSOCKETS = """
import sys

for name in list(sys.modules):
    if name.startswith(("websockets", "migrate_engines.testing.sockets", "migrate_engines.testing.delivery")):
        del sys.modules[name]
sys.modules["websockets"] = None
"""


def test_without_websockets_it_says_what_to_install(pytester):
    events = "events=Events(connect=print, disconnect=print, expected=['done']),"
    checks = RIGHT.replace("context_for=", f"{events}\n            context_for=")
    pytester.makeconftest(WITHOUT_WEBSOCKETS)
    said = told(pytester, checks.replace("Subject\n", "Subject, Events\n", 1))
    assert "3 failed, 2 passed" in said
    assert "pip install 'migrate-engines[testing]'" in said
