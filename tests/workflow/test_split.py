"""`migrate-engines split` in a repository of its own: every part for itself, and all of them together."""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from migrate_engines.workflow.branches import branches_of

REPOSITORY = Path(__file__).resolve().parents[2]
SAMPLE = REPOSITORY / "golden" / "projects" / "legacy_backend" / "before"
CODEOWNERS = "* @org/all\n/netra_backend/ @org/backend\n/netra_backend/app/services/ @org/services @ann\n"
IMPORT_ALL = """
import importlib, pkgutil, warnings
import netra_backend
warnings.simplefilter("ignore")
for each in pkgutil.walk_packages(netra_backend.__path__, "netra_backend."):
    try:
        importlib.import_module(each.name)
        print(each.name)
    except Exception:
        pass
"""
pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")


@dataclass(frozen=True)
class Repository:
    folder: Path

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
            "PYTHONPATH": os.pathsep.join(sys.path),
            "PYTHONDONTWRITEBYTECODE": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_SYSTEM": os.devnull,
        }
        return subprocess.run(
            command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False
        )

    def git(self, *arguments: str) -> str:
        ended = self.run("git", *arguments)
        assert ended.returncode == 0, ended.stderr
        return ended.stdout.strip()

    def tool(self, *arguments: str, code: int = 0) -> str:
        ended = self.run(sys.executable, "-m", "migrate_engines", *arguments)
        assert ended.returncode == code, ended.stdout + ended.stderr
        return ended.stdout + ended.stderr

    def branches(self) -> list[str]:
        """Those of the tool, in the order of merging."""
        names = self.git("branch", "--list", "migrate-engines/*", "--format=%(refname:short)").split()
        return sorted(names, key=lambda name: int(self.git("rev-list", "--count", name)))

    def tree(self, name: str) -> str:
        return self.git("rev-parse", f"{name}^{{tree}}")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """The sample in a repository with one commit and owners."""
    shutil.copytree(SAMPLE, tmp_path / "sample")
    found = Repository(tmp_path / "sample")
    found.git("init", "-q", "-b", "trunk")
    found.git("config", "user.name", "A")
    found.git("config", "user.email", "a@example.org")
    found.git("config", "core.autocrlf", "false")
    (found.folder / "CODEOWNERS").write_text(CODEOWNERS)
    found.git("add", "-A")
    found.git("commit", "-q", "-m", "start")
    return found


def parts(told: str) -> list[str]:
    """The branches or patches of the numbered list."""
    return re.findall(r"^\d+\. .*: \d+ files?, (\S+)", told, re.MULTILINE)


def whole_run(repository: Repository) -> str:
    """The tree of one run over everything, as git names it; nothing of it stays."""
    repository.tool()
    repository.git("add", "-A")
    tree = repository.git("write-tree")
    repository.git("reset", "-q", "--hard")
    return tree


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (
            ["--by", "owner"],
            ["helpers", "calls-org-all", "calls-org-services-ann", "redirects"],
        ),
        (
            ["--by", "package"],
            [
                "helpers",
                "calls-isolation",
                "calls-netra_backend.app.services",
                "calls-scripts",
                "calls-tests",
                "redirects",
            ],
        ),
    ],
)
def test_the_parts_together_are_the_run(options, expected, repository):
    told = repository.tool("split", *options)
    assert parts(told) == [f"migrate-engines/{name}" for name in expected]
    assert repository.branches() == parts(told)
    assert repository.tree(repository.branches()[-1]) == whole_run(repository)
    assert repository.git("status", "--porcelain") == ""
    assert repository.git("rev-parse", "--abbrev-ref", "HEAD") == "trunk"
    assert len(repository.git("worktree", "list").splitlines()) == 1


def test_by_codemod_the_parts_together_are_the_run_but_for_the_order_of_comments(repository):
    told = repository.tool("split", "--by", "codemod")
    assert parts(told) == [
        f"migrate-engines/{name}"
        for name in (
            "helpers",
            "calls-create_request_scoped_engine",
            "calls-execution_engine",
            "calls-request_scoped_execution_engine",
            "redirects",
        )
    ]
    wanted, last = whole_run(repository), repository.branches()[-1]
    changed = repository.git("diff", "--name-only", wanted, last).split()
    for path in changed:
        texts = [repository.git("show", f"{tree}:{path}") for tree in (wanted, last)]
        assert len({ast.dump(ast.parse(text)) for text in texts}) == 1, path
        assert len({tuple(sorted(text.splitlines())) for text in texts}) == 1, path


def test_each_part_for_itself_imports_what_could_be_imported_before_and_fails_no_new_gate(repository):
    repository.tool("split", "--by", "package")

    def importable() -> set[str]:
        return set(repository.run(sys.executable, "-c", IMPORT_ALL).stdout.split())

    def failing_gates() -> set[tuple[str, str, str]]:
        told = json.loads(repository.tool("compliance", "--output-format", "json", "--exit-zero", "-q"))
        new = [each for each in told["findings"] if each["status"] == "new"]
        return {(each["code"], each["path"], each["subject"]) for each in new}

    before = importable()
    assert "netra_backend.app.services.chat_service" in before
    gates = failing_gates()
    for branch in repository.branches():
        repository.git("checkout", "-q", branch)
        assert repository.run(sys.executable, "-m", "compileall", "-q", ".").returncode == 0
        assert before <= importable(), branch
        assert failing_gates() <= gates, branch


def test_nothing_is_pushed_and_the_commands_that_do_are_printed(repository, tmp_path):
    repository.git("init", "-q", "--bare", str(tmp_path / "remote"))
    repository.git("remote", "add", "origin", str(tmp_path / "remote"))
    told = repository.tool("split", "--by", "owner")
    assert repository.git("ls-remote", "origin") == ""
    bases = ["trunk", *repository.branches()]
    for base, head in pairwise(bases):
        lines = f"  git push origin {head}\n  gh pr create --base {base} --head {head} --fill\n"
        assert lines in told
    pushes = re.findall(r"^  git (push .*)$", told, re.MULTILINE)
    assert len(pushes) == len(bases) - 1
    for each in pushes:
        repository.git(*each.split())
    assert repository.git("ls-remote", "--heads", "origin").count("refs/heads/migrate-engines/") == len(
        pushes
    )


def test_no_part_has_more_files_than_it_may(repository):
    told = repository.tool("split", "--by", "package", "--max-files", "3")
    counts = [int(number) for number in re.findall(r": (\d+) files?,", told)]
    assert max(counts) <= 3
    assert "migrate-engines/calls-netra_backend.app.services-3" in parts(told)


def test_again_changes_nothing_and_what_is_merged_drops_out(repository):
    repository.tool("split", "--by", "owner")
    commits = [repository.git("rev-parse", name) for name in repository.branches()]
    again = repository.tool("split", "--by", "owner")
    assert [repository.git("rev-parse", name) for name in repository.branches()] == commits
    assert again.count("(as it was)") == len(commits)
    repository.git("merge", "-q", "--ff-only", "migrate-engines/calls-org-all")
    assert parts(repository.tool("split", "--by", "owner")) == [
        "migrate-engines/calls-org-services-ann",
        "migrate-engines/redirects",
    ]
    repository.git("merge", "-q", "--ff-only", "migrate-engines/redirects")
    assert repository.tool("split", "--by", "owner") == "nothing to split: no rewrite is pending\n"


def test_a_body_says_what_why_what_was_left_and_how_to_go_back(repository):
    repository.tool("split", "--by", "owner")
    message = repository.git("log", "-1", "--format=%B", "migrate-engines/calls-org-services-ann")
    assert message.startswith("Migrate calls of retired classes (@org/services+@ann)\n\n## What\n")
    for heading in (
        "Why",
        "Findings",
        "What was left in these files, and why",
        "How to verify",
        "How to roll back",
    ):
        assert f"\n## {heading}\n" in message
    assert "| `netra_backend/app/services/websocket_handler.py:54` | missing\\-context |" in message
    tree = repository.tree("migrate-engines/calls-org-services-ann")
    assert message.endswith(f"\nMigrate-Engines-Part: calls-@org/services+@ann {tree}")


def test_only_the_module_that_is_asked_for(repository):
    repository.tool("split", "--module", "scripts")
    changed = repository.git("diff", "--name-only", "trunk", repository.branches()[-1]).split()
    assert changed == ["netra_backend/app/agents/supervisor/engine_wiring.py", "scripts/smoke_check.py"]


@pytest.mark.parametrize("commit", [["commit", "-q", "-m", "mine"], ["commit", "-q", "--amend", "--no-edit"]])
def test_a_branch_with_work_of_somebody_is_left_and_so_are_the_others(commit, repository):
    repository.tool("split", "--module", "scripts")
    first, last = repository.branches()
    repository.git("checkout", "-q", last)
    (repository.folder / "mine.txt").write_text("mine\n")
    repository.git("add", "mine.txt")
    repository.git(*commit)
    mine = repository.git("rev-parse", "HEAD")
    repository.git("checkout", "-q", "trunk")
    repository.git("branch", "-q", "-D", first)
    told = repository.tool("split", "--module", "scripts", code=2)
    assert f"{last}: The branch has commits of somebody else" in told
    assert repository.git("rev-parse", last) == mine
    assert repository.branches() == [last]


def test_names_that_git_or_a_file_system_would_mix_up_get_branches_of_their_own():
    names = ["calls-@org/a", "calls-@org-a", "calls-Org-A", "calls-acme.lock", "calls-a..b"]
    branches = branches_of(names)
    assert branches[0] == "migrate-engines/calls-org-a"
    assert len({each.casefold() for each in branches}) == len(names)
    assert not [each for each in branches if each.endswith(".lock") or ".." in each]


def test_changes_that_are_not_committed_stop_it(repository):
    (repository.folder / "scripts" / "smoke_check.py").write_text("x = 1\n")
    told = repository.tool("split", code=2)
    assert "changes that are not committed (scripts/smoke_check.py)" in told
    assert repository.branches() == []


def test_outside_git_it_says_what_it_needs(tmp_path):
    shutil.copytree(SAMPLE, tmp_path / "sample")
    told = Repository(tmp_path / "sample").tool("split", code=2)
    assert "Run in a git repository with a commit" in told


def test_patches_apply_in_their_order_and_replace_those_of_the_last_time(repository, tmp_path):
    folder = tmp_path / "patches"
    told = repository.tool("split", "--by", "package", "--patches", str(folder))
    assert repository.branches() == []
    names = [Path(each).name for each in parts(told)]
    assert names == sorted(each.name for each in folder.glob("*.patch"))
    assert (folder / "0001-helpers.md").read_text().startswith("## What\n")
    wanted = whole_run(repository)
    repository.git("am", "-q", *parts(told))
    assert repository.tree("HEAD") == wanted
    assert repository.tool("split", "--patches", str(folder)).startswith("nothing to split")
    assert [each.name for each in folder.iterdir()] == ["series"]


@pytest.fixture
def hook(repository: Repository) -> Iterator[Callable[[], bool]]:
    """Whether a hook of the repository ran."""
    mark = repository.folder.parent / "hook-ran"
    for name in ("post-checkout", "pre-commit", "commit-msg", "post-commit"):
        file = repository.folder / ".git" / "hooks" / name
        file.write_text(f"#!/bin/sh\ntouch '{mark}'\n")
        file.chmod(0o755)
    return mark.exists


@pytest.mark.skipif(os.name == "nt", reason="the hook is a shell script")
def test_no_hook_runs(repository, hook):
    repository.tool("split", "--module", "scripts")
    assert not hook()


def test_files_that_fail_are_named_and_in_no_part(repository: Repository) -> None:
    (repository.folder / "broken.py").write_text(
        "from netra_backend import ExecutionEngine\n\nExecutionEngine(\n"
    )
    repository.git("add", "-A")
    repository.git("commit", "-q", "-m", "broken")
    told = repository.tool("split", "--by", "package", code=1)
    assert "broken.py: failed cannot be parsed" in told
    assert parts(told)
