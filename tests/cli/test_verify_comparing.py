"""``verify --against`` and ``--worktree``: one fault at a time, made by hand in a small repository."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from migrate_engines.verification.comparing.fault import CheckName
from migrate_engines.verification.comparing.rehearsal import differences

SETTINGS = """[tool.migrate-engines]
codemods = ["codemods"]

[tool.migrate-engines.inventory]
patterns = ["*Engine"]
canonical = "acme.engine.UserEngine"

[tool.migrate-engines.verify]
types = [{python}, {checker}]
"""
# Stands for a checker: mypy's answers, for each line that speaks of a wrong type.
CHECKER = """
import json, sys

for path in (each for each in sys.argv[1:] if each.endswith(".py")):
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        if "wrong type" in line:
            told = {"file": path, "line": number, "message": f"wrong, see line {number}", "severity": "error"}
            print(json.dumps({**told, "code": "misc"}))
        if "crash" in line:
            sys.exit(2)
"""
PHASES = """
[[tool.migrate-engines.verify.phases]]
name = "unit"
command = [{python}, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:asyncio", "-p", "no:migrate_engines", "tests", "--junitxml={{junit}}"]

[[tool.migrate-engines.verify.phases]]
name = "late"
command = [{python}, "-c", "import acme.other"]
"""
CODEMOD = '''"""Retire OldEngine."""
from acme.engine import UserEngine
from migrate_engines.codemod import keep, redirect, rewrite

LEGACY = "acme.old_engine.OldEngine"

@keep(UserEngine)
def canonical(context, emitter): ...

@rewrite(LEGACY)
def per_user(registry, context):
    return UserEngine(context=context, emitter=registry)

redirect("acme.old_engine", OldEngine=UserEngine)
'''
ENGINE = "class UserEngine:\n    def __init__(self, context, emitter):\n        self.context = context\n\n    def execute(self):\n        return self.context\n"
OLD = "class OldEngine:\n    def __init__(self, registry, context):\n        self.registry = registry\n\n    def execute(self):\n        return self.registry\n\n\ndef limit():\n    return 3\n"
SERVICE = "from acme.engine import UserEngine\nfrom acme.old_engine import OldEngine, limit\n\n\ndef serve(registry, context):\n    limit()\n    return OldEngine(registry, context)\n\n\ndef right(context, emitter):\n    return UserEngine(context, emitter)\n"
OTHER = "def helper():\n    return 1\n"
USER = "from acme.other import helper\n\nprint(helper())\n"
TEST = 'from unittest import mock\n\nimport acme.service\n\n\ndef test_service():\n    with mock.patch("acme.service.OldEngine"):\n        acme.service.serve(1, 2)\n'
SHIM = "import warnings\n\nfrom acme.engine import UserEngine as OldEngine\n\nwarnings.warn('moved', DeprecationWarning, stacklevel=2)\n"
MIGRATED = "from acme.engine import UserEngine\n\n\ndef serve(registry, context):\n    return UserEngine(context=context, emitter=registry)\n"
FILES = {
    "codemods/old_engine.py": CODEMOD,
    "acme/__init__.py": "",
    "acme/engine.py": ENGINE,
    "acme/old_engine.py": OLD,
    "acme/service.py": SERVICE,
    "acme/other.py": OTHER,
    "acme/user.py": USER,
    "tests/test_service.py": TEST,
}
pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")


def git(*arguments: str) -> str:
    command = ("git", "-c", "user.name=A", "-c", "user.email=a@example.org", *arguments)
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def write(files: dict[str, str | None]) -> None:
    for name, text in files.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            path.unlink()
        else:
            path.write_text(text, encoding="utf-8", newline="\n")


@pytest.fixture
def project(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    for name in [each for each in os.environ if each.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)
    root = tmp_path / "project"
    root.mkdir()
    monkeypatch.chdir(root)
    write(dict(FILES))
    (tmp_path / "mypy").write_text(CHECKER, encoding="utf-8")
    settings = SETTINGS.format(python=json.dumps(sys.executable), checker=json.dumps(str(tmp_path / "mypy")))
    write({"pyproject.toml": settings})
    git("init", "-q", "-b", "trunk")
    git("config", "core.autocrlf", "false")
    commit()
    return root


def commit() -> None:
    git("add", "-A")
    git("commit", "-q", "-m", "a commit")


def new_by_check(told: bytes) -> dict[str, list[str]]:
    """What is new by check: place, code and symbol of each."""
    checks = json.loads(told)["checks"]
    return {
        check["name"]: [
            f"{each['path']}:{each['line']} {each['code']} {each['symbol']}" for each in check["new"]
        ]
        for check in checks
        if check["new"]
    }


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


def everything(project: Path) -> dict[str, tuple[int, bytes]]:
    """All files, those of git included."""
    return {
        str(path.relative_to(project)): (path.stat().st_mode, path.read_bytes())
        for path in project.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def rehearsable(project: Path) -> Path:
    """A tree that the codemod migrates as a whole."""
    service = "from acme.old_engine import OldEngine\n\n\ndef serve(registry, context):\n    return OldEngine(registry, context)\n"
    test = "from acme.service import serve\n\n\ndef test_service():\n    assert serve(1, 2).execute() is not None\n"
    write(
        {
            "acme/service.py": service,
            "tests/test_service.py": test,
            "acme/old_engine.py": OLD.partition("\n\n\ndef")[0] + "\n",
        }
    )
    commit()
    return project


def test_a_rehearsal_leaves_everything_as_it_is(migrate_engines: Callable, rehearsable: Path):
    write({"acme/other.py": "uncommitted = 1\n", "acme/untracked.py": "def (\n", "acme/user.py": None})
    git("add", "acme/other.py")
    before = everything(rehearsable)
    ended = migrate_engines("verify", "--worktree", "--static", "--output-format", "json")
    report = json.loads(ended.out)
    assert (ended.code, new_by_check(ended.out)) == (0, {})
    assert report["touched"] == ["acme/old_engine.py", "acme/service.py"]
    rolled_back = next(each for each in report["checks"] if each["name"] == CheckName.ROLLBACK)
    assert (rolled_back["before"], rolled_back["after"]) == (0, 0)
    assert everything(rehearsable) == before
    assert len(git("worktree", "list").splitlines()) == 1


def test_a_rehearsal_names_what_the_run_leaves_in_the_module(migrate_engines: Callable, project: Path):
    assert migrate_engines("verify", "--worktree", "--static").code == 0
    ended = migrate_engines("verify", "--worktree", "--static", "--module", "acme.service")
    assert ended.code == 1
    assert b"acme/service.py:7: legacy [legacy-use] call of acme.old_engine.OldEngine" in ended.out


def test_a_rollback_that_restores_less_is_named():
    old = {"a": (0o100644, "1"), "b": (0o100644, "1"), "c": (0o100644, "1"), "same": (0o100644, "1")}
    new = {"a": (0o100644, "2"), "b": (0o100755, "1"), "d": (0o100644, "1"), "same": (0o100644, "1")}
    assert [(each.path, each.code) for each in differences(old, new)] == [
        ("a", "other-bytes"),
        ("b", "other-mode"),
        ("c", "gone"),
        ("d", "left-over"),
    ]


def test_a_run_can_be_verified(migrate_engines: Callable, rehearsable: Path):
    write(
        {
            "acme/other.py": "uncommitted = 1\n",
            "acme/untracked.py": "import acme.gone\n",
        }
    )
    ended = migrate_engines("run", "--verify")
    assert ended.code == 0, ended.err
    assert "nothing is new: 2 files differ from the files before the run" in ended.err
    assert Path("acme/service.py").read_text() == MIGRATED
    assert migrate_engines("rollback").code == 0
    ended = migrate_engines("run", "--verify", "--module", "acme.extra.nothing")
    assert ended.code == 2


def test_the_tree_before_is_not_written_through_a_link(migrate_engines: Callable, rehearsable: Path):
    outside = rehearsable.parent / "outside"
    outside.mkdir()
    (outside / "away.py").write_text("kept = 1\n")
    try:
        Path("acme/away.py").symlink_to(outside / "away.py")
        Path("acme/sub").symlink_to(outside, target_is_directory=True)
    except OSError:
        pytest.skip("no links here")
    commit()
    for name in ("acme/away.py", "acme/sub"):
        Path(name).unlink()
    write({"acme/away.py": "changed = 1\n", "acme/sub/away.py": "changed = 1\n"})
    ended = migrate_engines("run", "--verify")
    assert ended.code == 0, ended.err
    assert (outside / "away.py").read_text() == "kept = 1\n"


def test_a_verified_run_says_how_to_take_it_back(migrate_engines: Callable, rehearsable: Path):
    call = "\n\ndef starred(arguments):\n    return OldEngine(*arguments)\n"
    write({"acme/service.py": Path("acme/service.py").read_text() + call})
    commit()
    ended = migrate_engines("run", "--verify", "--module", "acme.service", "--quiet")
    assert ended.code == 1
    assert "acme/service.py:10: legacy [legacy-use] call of acme.old_engine.OldEngine" in ended.err
    assert ended.err.splitlines()[-1].startswith("Take the run back: migrate-engines rollback ")


def test_nothing_to_verify(migrate_engines: Callable, project: Path):
    ended = migrate_engines("run", "--check", "--verify")
    assert (ended.code, "rehearses a run" in ended.err) == (2, True)
    write({"acme/service.py": MIGRATED, "acme/old_engine.py": SHIM, "tests/test_service.py": ""})
    commit()
    ended = migrate_engines("run", "--verify")
    assert (ended.code, "nothing was written, so there is nothing to compare" in ended.err) == (0, True)


def test_a_run_without_git_cannot_be_verified(migrate_engines: Callable, rehearsable: Path):
    (rehearsable / ".git").rename(rehearsable.parent / "elsewhere")
    ended = migrate_engines("run", "--verify")
    assert (ended.code, "leave --verify out" in ended.err) == (2, True)
    assert "OldEngine" in Path("acme/service.py").read_text()


def test_types_of_touched_files_and_their_importers(migrate_engines: Callable, project: Path):
    write({"acme/user.py": USER + "# wrong type\n", "acme/far.py": "# wrong type\n"})
    commit()
    write({"acme/other.py": f"\n\n{OTHER}"})
    ended = migrate_engines("verify", "--against", "HEAD", "--static", "--output-format", "json")
    types = next(each for each in json.loads(ended.out)["checks"] if each["name"] == "types")
    assert (ended.code, types["before"], types["after"]) == (0, 1, 1)
    write({"acme/user.py": f"\n{USER}# wrong type\n# wrong type\n"})
    ended = migrate_engines("verify", "--against", "HEAD", "--static", "--output-format", "json")
    assert ended.code == 1
    assert new_by_check(ended.out) == {"types": ["acme/user.py:6 misc wrong, see line"]}


def test_a_checker_that_fails_is_named(migrate_engines: Callable, project: Path):
    write({"acme/other.py": f"{OTHER}# crash\n"})
    ended = migrate_engines("verify", "--against", "HEAD", "--static", "--output-format", "json")
    assert (ended.code, new_by_check(ended.out)) == (1, {"types": ["None:None checker-fails mypy"]})
    text = (project / "pyproject.toml").read_text().replace("mypy", "nothing")
    write({"pyproject.toml": text})
    ended = migrate_engines("verify", "--against", "HEAD", "--static")
    assert (ended.code, "`types` runs no checker that is known" in ended.err) == (2, True)


def with_types(project: Path, value: str) -> None:
    text = (project / "pyproject.toml").read_text()
    write({"pyproject.toml": re.sub(r"^types = .*$", lambda _: f"types = {value}", text, flags=re.M)})


def test_types_can_be_switched_off(migrate_engines: Callable, project: Path):
    with_types(project, '"off"')
    commit()
    write({"acme/other.py": f"{OTHER}# wrong type\n"})
    ended = migrate_engines("verify", "--against", "HEAD", "--static")
    assert ended.code == 0
    assert re.search(rb"^types: switched off: `types` is off$", ended.out, re.M)


def test_a_checker_that_is_named_runs_as_this_tool_runs_it(
    migrate_engines: Callable, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Found on the path, with the option that takes the project's Python."""
    programs = tmp_path / "programs"
    programs.mkdir()
    program = programs / "basedpyright"
    said = '"file": path, "severity": "error", "message": str(sys.argv[1:3])'
    program.write_text(
        f"#!{sys.executable}\nimport json, sys\n"
        f"print(json.dumps({{'generalDiagnostics': [{{{said}}} for path in sys.argv if 'other' in path]}}))\n"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    with_types(project, '"basedpyright"')
    commit()
    write({"acme/other.py": f"\n{OTHER}"})
    ended = migrate_engines("verify", "--against", "HEAD", "--static", "--output-format", "json")
    types = next(each for each in json.loads(ended.out)["checks"] if each["name"] == "types")
    assert (ended.code, types["before"], types["after"]) == (0, 1, 1)
    write({"acme/other2.py": ""})
    ended = migrate_engines("verify", "--against", "HEAD", "--static", "--output-format", "json")
    assert b"--pythonpath" in ended.out


def test_a_checker_that_is_named_and_missing_is_an_error(
    migrate_engines: Callable, project: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("migrate_engines.verification.comparing.types._installed", lambda name: None)
    with_types(project, '"pyrefly"')
    ended = migrate_engines("verify", "--against", "HEAD", "--static")
    assert ended.code == 2
    assert "The type checker pyrefly is not installed" in ended.err
    assert '`types = "off"`' in ended.err
    with_types(project, '"automatic"')
    commit()
    write({"acme/other.py": f"{OTHER}# wrong type\n"})
    ended = migrate_engines("verify", "--against", "HEAD", "--static")
    assert (ended.code, b"no type checker: set `types`" in ended.out) == (0, True)


@pytest.fixture
def tested(monkeypatch: pytest.MonkeyPatch, rehearsable: Path) -> Path:
    """The same with phases of tests."""
    for name in ("PYTEST_ADDOPTS", "PYTEST_XDIST_WORKER"):
        monkeypatch.delenv(name, raising=False)
    text = (rehearsable / "pyproject.toml").read_text()
    phases = PHASES.format(python=json.dumps(sys.executable))
    write({"pyproject.toml": text + phases, ".gitignore": "__pycache__\n"})
    commit()
    return rehearsable


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
