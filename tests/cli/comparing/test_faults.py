"""``verify --against``: one fault at a time, made by hand."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from compared_project import (
    ENGINE,
    MIGRATED,
    OTHER,
    SERVICE,
    SHIM,
    TEST,
    USER,
    commit,
    git,
    new_by_check,
    write,
)

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            {"acme/user.py": "def broken(:\n"},
            {"compiles": ["acme/user.py:None unreadable "]},
        ),
        (
            {"acme/user.py": "def gone():\n    return 1\nreturn 2\n"},
            {"compiles": ["acme/user.py:None does-not-compile "]},
        ),
        (
            {"acme/other.py": "def renamed():\n    return 1\n"},
            {"names": ["acme/user.py:1 broken-import acme.other.helper"]},
        ),
        (
            {"acme/user.py": f"from acme.nowhere import (  # (really)\n    thing,\n)\n{USER}"},
            {"names": ["acme/user.py:1 broken-import acme.nowhere.thing"]},
        ),
        (
            {
                "acme/user.py": "from acme.engine import UserEngine as E\n\n\ndef make(context):\n    return E(context)\n"
            },
            {
                "calls": ["acme/user.py:5 no-matching-signature acme.engine.UserEngine"],
                "legacy": ["acme/user.py:5 legacy-use acme.engine.UserEngine (call)"],
            },
        ),
        (
            {"acme/other.py": f"import acme.user\n\n{OTHER}"},
            {
                "cycles": [
                    "acme/other.py:1 import-cycle acme.other imports acme.user",
                ]
            },
        ),
        (
            {
                "acme/old_engine.py": SHIM,
                "acme/service.py": MIGRATED
                + "\n\ndef more():\n    import acme.old_engine as old\n\n    return old.limit()\n",
                "tests/test_service.py": TEST.replace("OldEngine", "UserEngine"),
            },
            {
                "shims": ["acme/old_engine.py:None name-lost acme.old_engine.limit"],
                "legacy": ["acme/service.py:9 legacy-use acme.old_engine (module)"],
            },
        ),
        (
            {
                "acme/old_engine.py": SHIM.replace(
                    "acme.engine import UserEngine", "acme.other import helper"
                ),
                "acme/service.py": MIGRATED,
                "tests/test_service.py": TEST.replace("OldEngine", "UserEngine"),
            },
            {
                "shims": ["acme/old_engine.py:None leads-elsewhere acme.old_engine.OldEngine"],
                "gates": ["acme/old_engine.py:1 deprecated-not-redirect acme.old_engine.OldEngine"],
            },
        ),
        (
            {"tests/test_service.py": TEST.replace("acme.service.OldEngine", "acme.service.OldEngines")},
            {
                "patches": ["tests/test_service.py:7 broken-patch acme.service.OldEngines"],
            },
        ),
        (
            {"acme/user.py": f"from acme.old_engine import OldEngine\n{USER}\nOldEngine(1, 2)\n"},
            {
                "legacy": [
                    "acme/user.py:1 legacy-use acme.old_engine.OldEngine (import)",
                    "acme/user.py:6 legacy-use acme.old_engine.OldEngine (call)",
                ]
            },
        ),
        (
            {
                "acme/other.py": OTHER
                + "\n\nclass ThirdEngine:\n    def __init__(self, context):\n        self.context = context\n\n    def execute(self):\n        self.context.send(2)\n        return self.context.wait()\n"
            },
            {"gates": ["acme/other.py:5 second-implementation acme.other.ThirdEngine"]},
        ),
    ],
    ids=[
        "syntax",
        "late-syntax",
        "lost-name",
        "no-module",
        "call",
        "cycle",
        "shim-name",
        "shim-target",
        "patch",
        "legacy",
        "gate",
    ],
)
def test_a_fault_is_named_and_exits_1(migrate_engines: Callable, project: Path, change, expected):
    write(change)
    ended = migrate_engines("verify", "--against", "HEAD", "--output-format", "json")
    assert new_by_check(ended.out) == expected
    assert ended.code == 1


@pytest.mark.parametrize(
    "change",
    [
        {"acme/user.py": f"\n\n\n# moved down\n\n{USER}"},
        {"acme/service.py": f'"""A docstring."""\n\n\n\n{SERVICE}'},
        {
            "acme/other.py": f"from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    import acme.user\n\n{OTHER}"
        },
        {"acme/other.py": "def helper():\n    import acme.user\n\n    return acme.user\n"},
        {
            "acme/service.py": MIGRATED,
            "acme/old_engine.py": SHIM,
            "tests/test_service.py": TEST.replace("OldEngine", "UserEngine"),
        },
        {"notes.txt": "no Python"},
    ],
    ids=["moved-lines", "moved-uses", "type-checking", "function-local", "migrated", "other-files"],
)
def test_what_was_there_before_is_not_new(migrate_engines: Callable, project: Path, change):
    write(
        {
            "acme/broken.py": "from acme.other import gone\nfrom acme.engine import UserEngine\n\nUserEngine()\n"
        }
    )
    commit()
    write(
        {
            **change,
            "acme/broken.py": "# a line\nfrom acme.other import gone\nfrom acme.engine import UserEngine\n\nUserEngine()\n",
        }
    )
    ended = migrate_engines("verify", "--against", "HEAD", "--output-format", "json")
    assert (ended.code, new_by_check(ended.out)) == (0, {})


def test_one_more_of_the_same_is_new(migrate_engines: Callable, project: Path):
    write(
        {
            "acme/service.py": f"{SERVICE}\n\ndef again(registry, context):\n    return OldEngine(registry, context)\n"
        }
    )
    ended = migrate_engines("verify", "--against", "HEAD")
    assert ended.code == 1
    assert b"acme/service.py:15: legacy [legacy-use] call of acme.old_engine.OldEngine" in ended.out
    assert ended.out.decode().splitlines()[-1].startswith("1 new in 1 check: 1 file differs from HEAD (")


def test_a_file_that_only_moved_takes_its_faults_along(migrate_engines: Callable, project: Path):
    write({"acme/broken.py": f"from acme.other import gone\n{SERVICE}"})
    commit()
    git("mv", "acme/broken.py", "acme/moved.py")
    ended = migrate_engines("verify", "--against", "HEAD", "--output-format", "json")
    assert (ended.code, new_by_check(ended.out)) == (0, {})


def test_nothing_differs(migrate_engines: Callable, project: Path):
    ended = migrate_engines("verify", "--against", "HEAD")
    assert (ended.code, ended.out.decode().splitlines()[0]) == (
        0,
        "no Python file differs, so there is nothing to check",
    )


def test_none_may_be_left_in_the_module(migrate_engines: Callable, project: Path):
    ended = migrate_engines("verify", "--against", "HEAD", "--module", "acme.service")
    assert ended.code == 1
    assert b"acme/service.py:7: legacy [legacy-use]" in ended.out
    assert migrate_engines("verify", "--against", "HEAD", "--module", "acme.user").code == 0


def test_markdown_and_a_file(migrate_engines: Callable, project: Path):
    write({"acme/other.py": "renamed = 1\n"})
    ended = migrate_engines(
        "verify", "--against", "HEAD", "--output-format", "markdown", "--output-file", "out.md", "--exit-zero"
    )
    text = (project / "out.md").read_text(encoding="utf-8")
    assert (ended.code, ended.out) == (0, b"")
    assert "| check | before | after | new | seconds |" in text
    assert "## New in `names`" in text
    assert "- `acme/user.py:1` `broken-import` it imports acme.other.helper" in text


def test_redirects_are_tried_out_on_request(migrate_engines: Callable, project: Path):
    def shims() -> list[str]:
        command = ("verify", "--against", "HEAD", "--static", "--import", "--output-format", "json")
        return new_by_check(migrate_engines(*command).out).get("shims", [])

    write({"acme/service.py": MIGRATED, "tests/test_service.py": TEST.replace("OldEngine", "UserEngine")})
    write({"acme/user.py": "from acme.old_engine import OldEngine\n", "acme/old_engine.py": SHIM})
    write({"acme/engine.py": f"{ENGINE}\nprint('noise')\n"})
    assert shims() == []
    rebind = "import acme.engine\n\nacme.engine.UserEngine = object\n"
    write({"acme/rebind.py": rebind, "acme/old_engine.py": f"{SHIM}\nimport acme.rebind\n"})
    assert shims() == ["acme/old_engine.py:None another-object acme.old_engine.OldEngine"]
    write({"acme/rebind.py": "raise SystemExit(0)\n"})
    assert shims() == ["acme/old_engine.py:None import-fails acme.old_engine"]
    write({"acme/rebind.py": "import os\n\nos._exit(0)\n"})
    assert shims() == ["acme/old_engine.py:None import-fails acme.old_engine"]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--against", "HEAD", "--worktree"], "it does not go with --worktree."),
        (["--static"], "it goes with --against or --worktree."),
        (["--against", "HEAD", "--unsafe"], "it goes with --worktree."),
        (["--against", "nothing"], "there is no commit nothing"),
        (["--against", "--all"], "there is no commit --all"),
        (["--output-format", "markdown"], "it goes with --against or --worktree."),
    ],
)
def test_what_cannot_be_asked(migrate_engines: Callable, project: Path, options, told):
    ended = migrate_engines("verify", *options)
    assert ended.code == 2
    assert told in ended.err


def test_outside_git(migrate_engines: Callable, project: Path):
    (project / ".git").rename(project.parent / "elsewhere")
    ended = migrate_engines("verify", "--worktree", "--static")
    assert ended.code == 2
    assert "A comparison needs a git repository" in ended.err
