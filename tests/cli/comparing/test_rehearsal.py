"""``verify --worktree`` and ``run --verify``: what a run would do, and what it did."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from compared_project import MIGRATED, SHIM, commit, everything, git, new_by_check, write

from migrate_engines.verification.comparing.fault import CheckName
from migrate_engines.verification.comparing.rehearsal import differences

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")


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
