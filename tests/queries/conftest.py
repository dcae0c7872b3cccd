"""A project with a file of queries, and the command line over it in a process of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True)
class Ended:
    code: int
    out: bytes
    err: str


@pytest.fixture
def tool(tmp_path: Path) -> Callable[..., Ended]:
    """Run the tool in the project, whose files the caller writes."""
    (tmp_path / "pyproject.toml").write_text("[tool.migrate-engines]\n")

    def tool(*arguments: str, folder: str = ".") -> Ended:
        ended = subprocess.run(
            [sys.executable, "-m", "migrate_engines", *arguments],
            cwd=tmp_path / folder,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            check=False,
        )
        return Ended(ended.returncode, ended.stdout, ended.stderr.decode())

    return tool
