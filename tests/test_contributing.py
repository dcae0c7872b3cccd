"""The recipe of CONTRIBUTING.md, followed to the letter."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

REPOSITORY = Path(__file__).resolve().parents[1]


def files_of_the_recipe() -> dict[str, str]:
    """The blocks that name a file."""
    tokens = MarkdownIt().parse((REPOSITORY / "CONTRIBUTING.md").read_text(encoding="utf-8"))
    named = [(each.info.split(), each.content) for each in tokens if each.type == "fence" and each.level == 0]
    return {info[1]: text for info, text in named if len(info) == 2}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    files = files_of_the_recipe() | {"pyproject.toml": '[tool.migrate-engines]\ncodemods = ["codemods"]\n'}
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return tmp_path


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_is_one_rule_file_and_its_cases():
    names = list(files_of_the_recipe())
    assert [name.split("/")[0] for name in names] == ["codemods", "golden", "golden", "golden", "golden"]


def test_the_cases_pass(project):
    ended = run(project, "migrate_engines", "test")
    assert (ended.returncode, ended.stdout) == (0, "2 passed, 0 failed\n"), ended.stdout + ended.stderr


def test_the_rule_fits_its_tree_and_migrates_it(project):
    surroundings = project / "golden" / "surroundings"
    for path in surroundings.rglob("*.py"):
        target = project / path.relative_to(surroundings)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    assert run(project, "migrate_engines", "rules").returncode == 0
    (project / "app.py").write_text(
        "from shop.ws.old_manager import LegacyManager\n\nm = LegacyManager(t, u)\n"
    )
    assert run(project, "migrate_engines", "--config", "pyproject.toml").returncode == 0
    assert "SocketManager(user_id=u, transport=t)" in (project / "app.py").read_text()
