"""What a team's own tests say before and after."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from compared_project import ENGINE, MIGRATED, OTHER, commit, everything, write

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")


def test_newly_failing_tests_are_told_with_what_they_reach(migrate_engines: Callable, tested: Path):
    write({"tests/test_old.py": "def test_bad():\n    assert 0\n\n\ndef test_going(): ...\n"})
    commit()
    write(
        {"acme/engine.py": ENGINE.replace("return self.context", "return None"), "acme/service.py": MIGRATED}
    )
    write({"tests/test_old.py": "def test_bad():\n    assert 0\n"})
    ended = migrate_engines("verify", "--against", "HEAD", "--output-format", "json")
    tests = next(each for each in json.loads(ended.out)["checks"] if each["name"] == "tests")
    assert {each["symbol"]: (each["path"], each["code"], each["causes"]) for each in tests["new"]} == {
        "unit: tests.test_service::test_service": (
            "tests/test_service.py",
            "test-fails",
            ["acme/service.py differs", "acme/engine.py differs"],
        ),
        "unit: tests.test_old::test_going": ("tests/test_old.py", "test-gone", ["tests/test_old.py differs"]),
    }
    assert (ended.code, tests["before"], tests["after"]) == (1, 1, 3)
    assert json.loads(ended.out)["notes"] == ["phase late was not run: unit is worse than before"]
    assert migrate_engines("verify", "late", "--against", "HEAD").code == 0


def test_a_rehearsal_tells_the_findings_that_a_failing_test_reaches(migrate_engines: Callable, tested: Path):
    test = "from acme.service import serve\n\n\ndef test_service():\n    assert serve(1, 2).registry == 1\n"
    write({"tests/test_service.py": test})
    commit()
    before = everything(tested)
    ended = migrate_engines("verify", "--worktree", "--unsafe", "unit")
    text = ended.out.decode()
    assert ended.code == 1, text
    assert (
        "tests/test_service.py: tests [test-fails] tests.test_service::test_service fails (phase unit)\n"
        in text
    )
    assert "  acme/service.py:5: fixed by old_engine, call of acme.old_engine.OldEngine\n" in text
    assert re.search(r"^rollback +0 +0 +- ", text, re.MULTILINE)
    assert everything(tested) == before


def test_phases_that_are_not_there(migrate_engines: Callable, project: Path):
    write({"acme/other.py": f"{OTHER}# more\n"})
    ended = migrate_engines("verify", "--against", "HEAD")
    assert (ended.code, b"tests: no phases are configured" in ended.out) == (0, True)
