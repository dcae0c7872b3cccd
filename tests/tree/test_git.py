"""Git is asked so that neither the repository nor the folder that one stands in has a say in it."""

import subprocess
from pathlib import Path

import pytest

from migrate_engines.tree.git import GitUnusable, ask_git, is_ignored, run_git


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    subprocess.run(["git", "init", "-q", str(tmp_path / "repository")], check=True)
    return tmp_path / "repository"


def test_git_is_not_taken_from_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    planted = tmp_path / "git"
    planted.write_text("#!/bin/sh\ntouch planted\n")
    planted.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", ".")
    with pytest.raises(GitUnusable, match="git is not installed"):
        ask_git("version", folder=tmp_path)
    assert not (tmp_path / "planted").exists()


def test_a_program_for_watching_files_is_not_run(repository: Path) -> None:
    program = repository / "program.sh"
    program.write_text(f"#!/bin/sh\ntouch {repository}/ran\n")
    program.chmod(0o755)
    (repository / "a.py").write_bytes(b"")
    subprocess.run(["git", "add", "a.py"], cwd=repository, check=True)
    subprocess.run(["git", "config", "core.fsmonitor", str(program)], cwd=repository, check=True)
    assert run_git("status", "--porcelain", folder=repository).stdout
    assert not (repository / "ran").exists()


def test_what_git_says_is_in_the_error(tmp_path: Path) -> None:
    with pytest.raises(GitUnusable, match="not a git repository"):
        ask_git("rev-parse", "--show-toplevel", folder=tmp_path)


def test_places_that_a_hook_is_given_hold_from_every_folder(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (repository / "inside").mkdir()
    monkeypatch.chdir(repository)
    monkeypatch.setenv("GIT_DIR", ".git")
    assert ask_git("rev-parse", "--absolute-git-dir", folder=repository / "inside").strip().endswith(b".git")


def test_an_ignored_folder(repository: Path) -> None:
    (repository / ".gitignore").write_text("/build/\n")
    for name in ("build", "src"):
        (repository / name).mkdir()
    assert is_ignored(repository / "build")
    assert not is_ignored(repository / "src")
