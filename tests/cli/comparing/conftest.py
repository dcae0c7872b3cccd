"""The small repository, in the working directory."""

import json
import os
import sys
from pathlib import Path

import pytest

# What the repository is stands beside the tests.
sys.path.append(str(Path(__file__).parent))

from compared_project import CHECKER, FILES, OLD, PHASES, SETTINGS, commit, git, write


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
