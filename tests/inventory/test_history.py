"""The last change of each file, by git."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from migrate_engines.inventory.entry import LastChange
from migrate_engines.inventory.history import last_changes


@pytest.fixture
def git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)

    def git(*arguments: str, day: int = 1) -> str:
        date = f"2025-09-{day:02}T12:00:00+00:00"
        for name in ("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"):
            monkeypatch.setenv(name, date)
        identity = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
        command = ["git", *identity, *arguments]
        return subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True).stdout

    git("init", "--quiet")
    return git


def commit(git: Callable[..., str], root: Path, subject: str, day: int, **files: str) -> str:
    for name, text in files.items():
        (root / f"{name}.py").write_text(text)
    git("add", "--all")
    git("commit", "--quiet", "--message", subject, day=day)
    return git("rev-parse", "--short", "HEAD").strip()


def test_the_newest_commit_of_each_file(git: Callable[..., str], tmp_path: Path):
    first = commit(git, tmp_path, "both", 1, a="1", é="1")
    second = commit(git, tmp_path, "only a\ttabbed", 2, a="2")
    (tmp_path / "new.py").write_text("")
    assert last_changes(tmp_path, ["a.py", "é.py", "new.py"]) == {
        "a.py": LastChange(second, "2025-09-02", "only a\ttabbed"),
        "é.py": LastChange(first, "2025-09-01", "both"),
    }


def test_paths_are_relative_to_the_root(git: Callable[..., str], tmp_path: Path):
    (tmp_path / "inner").mkdir()
    found = commit(git, tmp_path, "inner", 3, **{"inner/b": "1"})
    assert last_changes(tmp_path / "inner", ["b.py"]) == {"b.py": LastChange(found, "2025-09-03", "inner")}


def test_without_git_there_is_no_history(tmp_path: Path):
    (tmp_path / "a.py").write_text("")
    assert last_changes(tmp_path, ["a.py"]) == {}


def test_a_repository_without_commits(git: Callable[..., str], tmp_path: Path):
    (tmp_path / "a.py").write_text("")
    assert last_changes(tmp_path, ["a.py"]) == {}
