"""The hooks, run by pre-commit itself in a repository of its own.

Only the environment is not pre-commit's: `language: system` makes it take the tool from this one, since it
would install from the package index. Everything else of a hook (entry, types, order) is that of this checkout.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
MANIFEST = ".pre-commit-hooks.yaml"
RULES = '''"""Retire acme.old.Engine."""

from acme.engine import UserEngine

from migrate_engines.codemod import rewrite


@rewrite("acme.old.Engine")
def per_user(registry, context):
    return UserEngine(context=context)
'''
FILES = {
    "pyproject.toml": '[tool.migrate-engines]\ncodemods = ["rules"]\nexclude = ["rules/*"]\n',
    "rules/engine.py": RULES,
    "acme/__init__.py": "",
    "acme/old.py": "class Engine:\n    def __init__(self, registry, context): ...\n",
    "acme/engine.py": "class UserEngine:\n    def __init__(self, context): ...\n",
}
LEGACY = (
    "from acme.old import Engine\n\n\ndef make(registry, context):\n    return Engine(registry, context)\n"
)
# In a list of files the old import stays: files that were not looked at may ask for the name.
MIGRATED = (
    "from acme.old import Engine\nfrom acme.engine import UserEngine\n\n\n"
    "def make(registry, context):\n    return UserEngine(context=context)\n"
)


@dataclass(frozen=True)
class Project:
    """A repository with the hooks installed."""

    root: Path
    environment: dict[str, str]

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=self.root, env=self.environment, capture_output=True, text=True, check=False
        )

    def git(self, *arguments: str) -> str:
        ended = self.run("git", *arguments)
        assert ended.returncode == 0, ended.stdout + ended.stderr
        return ended.stdout

    def commit(self) -> subprocess.CompletedProcess[str]:
        return self.run("git", "commit", "-m", "change")

    def put(self, **files: str) -> None:
        """``a=text`` is the file acme/a.py, written and staged."""
        for name, text in files.items():
            (self.root / "acme" / f"{name}.py").write_text(text, encoding="utf-8", newline="\n")
            self.git("add", f"acme/{name}.py")

    def text(self, name: str) -> str:
        return (self.root / "acme" / f"{name}.py").read_text(encoding="utf-8")


def environment_in(folder: Path) -> dict[str, str]:
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT"))},
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "PRE_COMMIT_HOME": str(folder / "pre-commit"),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        **{f"GIT_{who}_{what}": "a@b.c" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    }


def repository_of(folder: Path, environment: dict[str, str], files: dict[str, str]) -> Project:
    folder.mkdir()
    project = Project(folder, environment)
    project.git("init", "-q")
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    project.git("add", "-A")
    project.git("commit", "-q", "-m", "start")
    return project


def config(source: Path, rev: str, hooks: str) -> str:
    return f"repos:\n- repo: {source.as_posix()}\n  rev: {rev}\n  hooks:\n{hooks}"


@pytest.fixture
def project_with(tmp_path: Path) -> Callable[..., Project]:
    """A project that has these hooks (YAML list items) of a repository with this checkout's manifest."""

    def project_with(*hooks: str, **files: str) -> Project:
        environment = environment_in(tmp_path)
        source = repository_of(
            tmp_path / "source", environment, {MANIFEST: (REPOSITORY / MANIFEST).read_text("utf-8")}
        )
        rev = source.git("rev-parse", "HEAD").strip()
        items = "".join(f"  - id: {hook}\n    language: system\n" for hook in hooks)
        wanted = {**FILES, ".pre-commit-config.yaml": config(source.root, rev, items)}
        more = {f"acme/{name}.py": text for name, text in files.items()}
        project = repository_of(tmp_path / "project", environment, wanted | more)
        installed = project.run(sys.executable, "-m", "pre_commit", "install")
        assert installed.returncode == 0, installed.stderr
        return project

    return project_with


pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")


def test_a_legacy_call_is_rewritten_and_the_commit_stopped_then_passes(project_with):
    project = project_with("migrate-engines")
    project.put(user=LEGACY)
    first = project.commit()
    assert first.returncode == 1
    assert "files were modified by this hook" in first.stdout + first.stderr
    assert project.text("user") == MIGRATED
    project.git("add", "acme/user.py")
    assert project.commit().returncode == 0
    assert project.git("show", "HEAD:acme/user.py") == MIGRATED


def test_a_commit_without_uses_passes_and_is_left_alone(project_with):
    project = project_with("migrate-engines")
    project.put(other="VALUE = 1\n")
    ended = project.commit()
    assert (ended.returncode, "Passed" in ended.stderr + ended.stdout) == (0, True)
    assert project.git("show", "HEAD:acme/other.py") == "VALUE = 1\n"


def test_a_commit_without_python_starts_no_run(project_with):
    project = project_with("migrate-engines", "migrate-engines-check", user=LEGACY)
    (project.root / "notes.txt").write_text("acme.old.Engine\n")
    project.git("add", "notes.txt")
    ended = project.commit()
    assert ended.returncode == 0
    assert (ended.stdout + ended.stderr).count("(no files to check)Skipped") == 2


def test_what_is_not_staged_stays_as_it_is(project_with):
    project = project_with("migrate-engines", user=f"{LEGACY}\n\nLATER = 1\n")
    staged = f"# A comment.\n{LEGACY}\n\nLATER = 1\n"
    project.put(user=staged)
    path = project.root / "acme" / "user.py"
    path.write_text(f"{staged}EVEN_LATER = 2\n", newline="\n")
    ended = project.commit()
    assert ended.returncode == 1
    assert project.text("user") == f"# A comment.\n{MIGRATED}\n\nLATER = 1\nEVEN_LATER = 2\n"
    assert project.git("show", ":acme/user.py") == staged


def test_where_what_is_not_staged_is_in_the_way_nothing_is_lost(project_with):
    project = project_with("migrate-engines")
    project.put(user=LEGACY)
    changed = LEGACY.replace("Engine(registry, context)", "Engine(registry, context or 1)")
    (project.root / "acme" / "user.py").write_text(changed, newline="\n")
    ended = project.commit()
    assert ended.returncode == 1
    assert "conflicted with hook auto-fixes" in ended.stdout + ended.stderr
    assert project.text("user") == changed
    assert project.git("show", ":acme/user.py") == LEGACY


def test_a_list_that_is_split_over_processes_gives_the_same(project_with):
    names = [f"a{'x' * 120}{number:04}" for number in range(1200)]
    project = project_with("migrate-engines")
    for name in names:
        text = LEGACY if name.endswith("7") else "VALUE = 1\n"
        (project.root / "acme" / f"{name}.py").write_text(text, newline="\n")
    project.git("add", "-A")
    assert project.commit().returncode == 1
    texts = {project.text(name) for name in names if name.endswith("7")}
    assert texts == {MIGRATED}
    runs = project.run("migrate-engines", "rollback", "--list").stdout.splitlines()
    assert len(runs) > 2  # the headings, and more than one run: the list was split


def test_the_check_looks_at_the_whole_tree_and_writes_nothing(project_with):
    project = project_with("migrate-engines-check", user=LEGACY)
    project.put(other="VALUE = 1\n")
    ended = project.commit()
    assert ended.returncode == 1
    assert "acme/user.py:5: " in ended.stdout + ended.stderr
    assert "legacy-use" in ended.stdout + ended.stderr
    assert project.text("user") == LEGACY


def test_only_what_is_safe_is_rewritten(project_with):
    project = project_with("migrate-engines")
    (project.root / "rules" / "engine.py").write_text(
        RULES.replace("import rewrite", "import rewrite, unsafe").replace(
            "@rewrite", '@unsafe("other")\n@rewrite'
        )
    )
    project.git("commit", "-q", "--no-verify", "-am", "rules")
    project.put(user=LEGACY)
    assert project.commit().returncode == 0
    assert project.text("user") == LEGACY
