"""What git could not give back is not written over unasked."""

from pathlib import Path

import pytest

from migrate_engines.journal.guard import refuse_unsaved
from migrate_engines.model.problem import InputError

CLEAN = b"x = 1\n"


def told(root: Path, *paths: str) -> list[str]:
    """What is said of each refused file."""
    try:
        refuse_unsaved(root, {path: (root / path).read_bytes() for path in paths})
    except InputError as error:
        return [f"{each.path}: {each.what}" for each in error.problems]
    return []


@pytest.fixture
def committed(repository, run_git):
    (repository / "a.py").write_bytes(CLEAN)
    run_git(repository, "add", "a.py")
    run_git(repository, "commit", "-q", "-m", "a")
    return repository


def test_a_committed_file_may_be_written_over(committed):
    assert told(committed, "a.py") == []


def test_a_file_with_changes_may_not(committed):
    (committed / "a.py").write_bytes(b"x = 2\n")
    assert told(committed, "a.py") == ["a.py: It has changes that are not staged in git"]


def test_what_is_staged_is_safe(committed, run_git):
    (committed / "a.py").write_bytes(b"x = 2\n")
    run_git(committed, "add", "a.py")
    assert told(committed, "a.py") == []
    (committed / "a.py").write_bytes(b"x = 3\n")
    assert told(committed, "a.py") == ["a.py: It has changes that are not staged in git"]


def test_a_file_that_git_does_not_track_may_not(committed):
    (committed / "b.py").write_bytes(CLEAN)
    assert told(committed, "a.py", "b.py") == ["b.py: Git does not track it, so it could not give it back"]


def test_a_file_whose_adding_is_only_intended_may_not(committed, run_git):
    (committed / "b.py").write_bytes(CLEAN)
    run_git(committed, "add", "--intent-to-add", "b.py")
    assert told(committed, "b.py") == ["b.py: It has changes that are not staged in git"]


def test_an_unmerged_file_may_not(committed, run_git):
    run_git(committed, "checkout", "-q", "-b", "other")
    for branch, data in (("other", b"x = 2\n"), ("master", b"x = 3\n")):
        run_git(committed, "checkout", "-q", "-B", branch, "HEAD" if branch == "other" else "HEAD~1")
        (committed / "a.py").write_bytes(data)
        run_git(committed, "commit", "-q", "-a", "-m", branch)
    with pytest.raises(Exception, match="git"):
        run_git(committed, "merge", "-q", "other")
    assert told(committed, "a.py") == ["a.py: It has changes that are not staged in git"]


def test_other_files_do_not_matter(committed):
    (committed / "b.py").write_bytes(CLEAN)
    assert told(committed, "a.py") == []


def test_a_file_that_only_looks_touched_is_safe(committed):
    (committed / "a.py").write_bytes(CLEAN)
    assert told(committed, "a.py") == []


def test_line_ends_as_git_checks_them_out_are_no_change(committed):
    (committed / "a.py").write_bytes(CLEAN.replace(b"\n", b"\r\n"))
    assert told(committed, "a.py") == []


def test_a_repository_of_sha_256(tmp_path, run_git):
    run_git(tmp_path, "init", "-q", "--object-format=sha256")
    (tmp_path / "a.py").write_bytes(CLEAN)
    run_git(tmp_path, "add", "a.py")
    assert told(tmp_path, "a.py") == []


def test_a_root_below_the_top(committed, run_git):
    (committed / "back").mkdir()
    (committed / "back" / "a.py").write_bytes(b"y = 1\n")
    assert told(committed / "back", "a.py") == ["a.py: Git does not track it, so it could not give it back"]
    run_git(committed, "add", "back")
    assert told(committed / "back", "a.py") == []


def test_a_commit_in_the_making_is_looked_at(committed, run_git, monkeypatch):
    """As `git commit -a` runs its hook: with an index of its own, named relative to the top."""
    (committed / "a.py").write_bytes(b"x = 2\n")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index.next")
    monkeypatch.chdir(committed)
    run_git(committed, "read-tree", "HEAD")
    run_git(committed, "add", "a.py")
    assert told(committed, "a.py") == []
    monkeypatch.delenv("GIT_INDEX_FILE")
    assert told(committed, "a.py") != []


def test_outside_git_nothing_is_refused(tmp_path):
    (tmp_path / "a.py").write_bytes(CLEAN)
    assert told(tmp_path, "a.py") == []


def test_a_root_that_the_repository_ignores_is_outside_git(committed):
    (committed / ".gitignore").write_text("/build/\n")
    (committed / "build").mkdir()
    (committed / "build" / "a.py").write_bytes(CLEAN)
    assert told(committed / "build", "a.py") == []


def test_a_git_that_cannot_be_asked_is_a_refusal(committed, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert told(committed, "a.py") == [
        f"{committed}: Git cannot be asked which files have changes: git is not installed"
    ]


def test_no_program_of_the_repository_is_run(committed, run_git):
    program = committed / "program.sh"
    program.write_text(f"#!/bin/sh\ntouch {committed}/ran\ncat\n")
    program.chmod(0o755)
    run_git(committed, "config", "filter.odd.clean", str(program))
    run_git(committed, "config", "core.fsmonitor", str(program))
    (committed / ".gitattributes").write_text("*.py filter=odd\n")
    (committed / "a.py").write_bytes(b"x = 2\n")
    assert told(committed, "a.py") == ["a.py: It has changes that are not staged in git"]
    assert not (committed / "ran").exists()
