"""A small project in a git repository that means harm."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

RULES = '''"""Retire acme.old.Engine."""
from acme.engine import UserEngine
from migrate_engines.codemod import redirect, rewrite

@rewrite("acme.old.Engine")
def per_user(context):
    return UserEngine(context=context)

redirect("acme.old", Engine=UserEngine)
'''
SETTINGS = """\
[tool.migrate-engines]
codemods = ["codemods"]

[tool.migrate-engines.inventory]
patterns = ["*Engine"]

[[tool.migrate-engines.verify.phases]]
name = "nothing"
command = ["git", "--version"]
"""
FILES = {
    "pyproject.toml": SETTINGS,
    "codemods/engine.py": RULES,
    "golden/engine/case.md": "# A case\n\n```python before=a.py\nx = 1\n```\n",
    "acme/__init__.py": "",
    "acme/engine.py": "class UserEngine:\n    def __init__(self, context): ...\n",
    "acme/old.py": "class Engine:\n    def __init__(self, context): ...\n",
    "acme/worker.py": "from acme.old import Engine\n\n\ndef work(context):\n    return Engine(context)\n",
    "CODEOWNERS": "* @org/all\n",
}


@dataclass(frozen=True)
class Project:
    """``root`` is the repository; nothing outside it, in ``root.parent``, may be touched."""

    root: Path

    def write(self, path: str, text: str) -> Path:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
        return file

    def git(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        """As anybody would run it, without the care that the tool takes."""
        return subprocess.run(
            ["git", *arguments], cwd=self.root, env=self._environment(), capture_output=True, check=False
        )

    def tool(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "migrate_engines", *arguments]
        return subprocess.run(
            command,
            cwd=self.root,
            env=self._environment(),
            capture_output=True,
            stdin=subprocess.DEVNULL,
            check=False,
        )

    def _environment(self) -> dict[str, str]:
        # CI: expectations are not rewritten there, and the tests want to see what else refuses.
        left_out = ("GIT_", "CI")
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith(left_out)},
            "PYTHONPATH": os.pathsep.join(sys.path),
            "PYTHONDONTWRITEBYTECODE": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_SYSTEM": os.devnull,
        }


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """With one commit."""
    found = Project(tmp_path / "project")
    for path, text in FILES.items():
        found.write(path, text)
    found.git("init", "-q", "-b", "trunk")
    for name, value in (("user.name", "A"), ("user.email", "a@example.org"), ("core.autocrlf", "false")):
        found.git("config", name, value)
    found.git("add", "-A")
    assert found.git("commit", "-q", "-m", "start").returncode == 0
    return found
