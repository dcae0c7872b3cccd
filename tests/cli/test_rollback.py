"""A run and its rollback through the command line, over a real tree."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from textwrap import dedent

import pytest

FILES = {
    "pyproject.toml": '[tool.migrate-engines]\ncodemods = ["rules"]\n',
    "rules/pool.py": '''
        """Retire acme.pools.make_pool."""
        from acme.pools import Pool
        from migrate_engines.codemod import rewrite

        @rewrite("acme.pools.make_pool")
        def built(size):
            return Pool(size=size)
    ''',
    "rules/queue.py": '''
        """Retire acme.queues.make_queue."""
        from acme.queues import Queue
        from migrate_engines.codemod import rewrite

        @rewrite("acme.queues.make_queue")
        def built(size):
            return Queue(size=size)
    ''',
    "acme/__init__.py": "",
    "acme/pools.py": "class Pool:\n    def __init__(self, size): ...\ndef make_pool(size): ...\n",
    "acme/queues.py": "class Queue:\n    def __init__(self, size): ...\ndef make_queue(size): ...\n",
    "app/__init__.py": "",
    "app/one.py": "import acme.pools\n\npool = acme.pools.make_pool(3)\n",
    "app/two.py": "import acme.queues\n\nqueue = acme.queues.make_queue(3)\n",
    "scripts/three.py": "import acme.pools\n\npool = acme.pools.make_pool(4)\n",
}
CHANGED = ["app/one.py", "app/two.py", "scripts/three.py"]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "project"
    for path, text in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(dedent(text), encoding="utf-8", newline="")
    monkeypatch.chdir(root)
    return root


def contents(root: Path) -> dict[str, str]:
    paths = [path for path in root.rglob("*") if path.is_file() and ".git" not in path.parts]
    return {path.relative_to(root).as_posix(): path.read_text() for path in paths}


def changed(root: Path) -> list[str]:
    return sorted(path for path, text in contents(root).items() if text != dedent(FILES[path]))


def git(root: Path, *arguments: str) -> str:
    options = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    ended = subprocess.run(
        ["git", *options, *arguments], cwd=root, check=False, capture_output=True, text=True
    )
    return ended.stdout + ended.stderr


def test_a_run_says_how_to_take_it_back_and_that_does_it(migrate_engines, project):
    ended = migrate_engines()
    assert ended.err == "undo: migrate-engines rollback\n"
    assert changed(project) == CHANGED
    ended = migrate_engines("rollback")
    assert (ended.code, ended.err) == (0, "undo: migrate-engines rollback 2\n")
    assert ended.out.decode() == (
        "app/one.py: restored\napp/two.py: restored\nscripts/three.py: restored\n\nrun 1: 3 restored\n"
    )
    assert changed(project) == []


def test_a_run_that_writes_nothing_says_nothing_of_it(migrate_engines, project):
    migrate_engines()
    ended = migrate_engines("--output-format", "json")
    assert json.loads(ended.out)["run"] is None
    assert "undo" not in ended.err
    assert len(migrate_engines("rollback", "--list").out.splitlines()) == 2


def test_the_name_of_a_run_is_in_its_report(migrate_engines, project):
    report = json.loads(migrate_engines("--output-format", "json").out)
    assert (report["run"], report["summary"]["files_rewritten"]) == ("1", 3)


def test_quiet_leaves_the_hint_out(migrate_engines, project):
    assert migrate_engines("--quiet").err == ""


@pytest.mark.parametrize(
    ("arguments", "left"),
    [
        (["1", "app"], ["scripts/three.py"]),
        (["./scripts/three.py"], ["app/one.py", "app/two.py"]),
        (["."], []),
        ([".."], []),
        (["--module", "app.one"], ["app/two.py", "scripts/three.py"]),
        (["--module", "app"], ["scripts/three.py"]),
        (["--codemod", "pool"], ["app/two.py"]),
        (["--codemod", "pool,queue"], []),
        (["--codemod", "pool", "app"], ["app/two.py", "scripts/three.py"]),
    ],
)
def test_a_part_of_a_run(migrate_engines, project, arguments, left):
    migrate_engines()
    assert migrate_engines("rollback", *arguments).code == 0
    assert changed(project) == left


def test_paths_are_those_of_the_current_folder(migrate_engines, project, monkeypatch):
    migrate_engines()
    monkeypatch.chdir(project / "app")
    migrate_engines("rollback", "one.py")
    assert changed(project) == ["app/two.py", "scripts/three.py"]


def test_a_dry_rollback_shows_a_diff_that_git_applies(migrate_engines, project):
    migrate_engines()
    git(project, "init", "-q")
    ended = migrate_engines("rollback", "--dry-run")
    assert (ended.code, ended.out) == (2, b""), (
        "the journal of a tree outside git is not that of a repository"
    )
    (project / ".git").rename(project.parent / "git")
    ended = migrate_engines("rollback", "--dry-run")
    assert (ended.code, ended.err) == (0, "")
    assert changed(project) == CHANGED
    (project.parent / "git").rename(project / ".git")
    subprocess.run(["git", "apply", "-"], cwd=project, input=ended.out, check=True)
    assert changed(project) == []


@pytest.mark.parametrize("path", ["../elsewhere", "acme", "nowhere.py"])
def test_a_path_that_the_run_did_not_write_to(migrate_engines, project, path):
    migrate_engines()
    ended = migrate_engines("rollback", path)
    assert (ended.code, ended.out) == (2, b"")
    assert ended.err == "error: run 1: It wrote no file there. Name a path or module that it wrote.\n"
    assert changed(project) == CHANGED


def test_what_is_refused_is_named_and_is_1(migrate_engines, project):
    migrate_engines()
    (project / "app/one.py").write_text("something else\n")
    ended = migrate_engines("rollback", "--dry-run")
    assert (ended.code, ended.err) == (1, "app/one.py: refused: it has changed since, in the same lines\n")
    ended = migrate_engines("rollback")
    assert ended.code == 1
    assert (
        ended.out.decode().splitlines()[0] == "app/one.py: refused: it has changed since, in the same lines"
    )
    assert changed(project) == ["app/one.py"]


def test_the_list(migrate_engines, project):
    assert migrate_engines("rollback", "--list").out == b"The journal has no run.\n"
    migrate_engines("--select", "pool")
    migrate_engines("rollback")
    migrate_engines()
    lines = migrate_engines("rollback", "--list").out.decode().splitlines()
    when = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d"
    expected = [
        r"run  when                 files  what               state",
        rf"  3  {when}      3  pool, queue",
        rf"  2  {when}      2  rollback of run 1",
        rf"  1  {when}      2  pool               rolled back",
    ]
    assert len(lines) == len(expected)
    for pattern, line in zip(expected, lines, strict=True):
        assert re.fullmatch(pattern, line), line


def test_the_configured_number_of_runs_is_kept(migrate_engines, project):
    (project / "pyproject.toml").write_text(FILES["pyproject.toml"] + "journal-runs = 1\n")
    migrate_engines()
    migrate_engines("rollback")
    assert len(migrate_engines("rollback", "--list").out.splitlines()) == 2


def test_in_a_repository_only_what_git_could_give_back_is_written_over(migrate_engines, project):
    git(project, "init", "-q")
    git(project, "add", "app")
    ended = migrate_engines()
    assert ended.code == 2
    assert ended.err == (
        "error: scripts/three.py: Git does not track it, so it could not give it back. Commit, stage or"
        " stash it, or pass --allow-dirty (what the run writes can be rolled back either way).\n"
    )
    assert changed(project) == []
    assert migrate_engines("--dry-run").code == 0
    assert migrate_engines("--check").code == 1
    assert migrate_engines("app").code == 0
    assert changed(project) == ["app/one.py", "app/two.py"]
    assert migrate_engines("--allow-dirty").code == 0
    assert changed(project) == CHANGED
    assert (project / ".git" / "migrate-engines" / "runs" / "2").is_dir()
    assert "migrate-engines" not in git(project, "status", "--porcelain", "--untracked-files=all")


def test_it_serves_as_a_commit_hook(project):
    """Staged files are what a hook is run on: they are no unsaved changes, and git sees what it did."""
    git(project, "init", "-q")
    hook = project / ".git" / "hooks" / "pre-commit"
    command = f'PYTHONPATH="{os.pathsep.join(sys.path)}" "{sys.executable}" -m migrate_engines app/one.py'
    hook.write_text(f"#!/bin/sh\n{command} && exit 1\n")
    hook.chmod(0o755)
    git(project, "add", ".")
    told = git(project, "commit", "-m", "all")
    assert "undo: migrate-engines rollback" in told, told
    assert git(project, "diff", "--name-only").split() == ["app/one.py"]


def test_an_interrupted_run_is_told_and_can_be_finished(migrate_engines, project, monkeypatch):
    replace = os.replace

    def stop(source, target):
        if Path(target).name == "two.py":
            raise KeyboardInterrupt
        replace(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", stop)
        ended = migrate_engines()
    ways = (
        "Take it back with `migrate-engines rollback 1`,"
        " or finish it with `migrate-engines rollback --complete 1`."
    )
    assert (ended.code, ended.out) == (130, b"")
    assert ended.err == f"interrupted\nrun 1 has written 1 of 3 files. {ways}\n"
    ended = migrate_engines()
    assert (ended.code, ended.out) == (2, b"")
    assert re.fullmatch(
        rf"error: run 1: The run of .* was interrupted: 1 of 3 files were written\. {re.escape(ways)}\n",
        ended.err,
    )
    assert "note: run 1: The run of" in migrate_engines("--dry-run").err
    assert changed(project) == ["app/one.py"]
    assert "interrupted" in migrate_engines("rollback", "--list").out.decode()
    ended = migrate_engines("rollback", "--complete")
    assert (ended.code, changed(project)) == (0, CHANGED)
    assert ended.out.decode() == (
        "app/one.py: already so\napp/two.py: written\nscripts/three.py: written\n\nrun 1: 2 written, 1 already so\n"
    )


def test_a_damaged_journal_stops_no_run_that_only_looks(migrate_engines, project, monkeypatch):
    monkeypatch.setenv("MIGRATE_ENGINES_STATE_DIR", str(project.parent / "state"))
    migrate_engines()
    (run,) = (project.parent / "state").glob("*/runs/1")
    (run / "end.json").unlink()
    (run / "run.json").write_text("{")
    ended = migrate_engines("--check")
    assert (ended.code, "note: " in ended.err, "The journal cannot be read" in ended.err) == (0, True, True)
    ended = migrate_engines()
    assert (ended.code, "The journal cannot be read" in ended.err) == (2, True)


@pytest.fixture
def interruptible():
    """A process in the background of a shell ignores Ctrl-C, and what it starts would, too."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.skipif(os.name == "nt", reason="a process cannot be sent Ctrl-C there")
def test_ctrl_c_before_anything_is_written(project, interruptible):
    """The real signal, while the run holds the lock and reads."""
    slow = "x = 1\n" * 400_000 + "import acme.pools\npool = acme.pools.make_pool(3)\n"
    (project / "app/one.py").write_text(slow)
    state = project.parent / "state"
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(sys.path),
        "MIGRATE_ENGINES_STATE_DIR": str(state),
    }
    command = [sys.executable, "-m", "migrate_engines"]
    with subprocess.Popen(
        command, cwd=project, env=environment, stderr=subprocess.PIPE, text=True
    ) as process:
        while not list(state.glob("*/holder")) and process.poll() is None:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        told = process.stderr.read()
    assert (process.returncode, told) == (130, "interrupted\n")
    assert (project / "app/one.py").read_text() == slow
    assert not list(state.glob("*/runs/*"))
