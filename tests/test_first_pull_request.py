"""The page for newcomers, followed to the letter: its files, its commands, and what they print."""

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

PAGE = Path(__file__).resolve().parents[1] / "docs" / "first-pull-request.md"
START = (
    ("init", "-q", "-b", "main"),
    ("config", "user.name", "A"),
    ("config", "user.email", "a@example.org"),
    ("config", "core.autocrlf", "false"),
    ("add", "-A"),
    ("commit", "-q", "-m", "start"),
)
pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")


def blocks() -> list[tuple[list[str], str]]:
    """The words behind the fence, and the text, of every block of the page."""
    tokens = MarkdownIt().parse(PAGE.read_text(encoding="utf-8"))
    return [(each.info.split(), each.content) for each in tokens if each.type == "fence"]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for info, text in blocks():
        if len(info) == 2:
            path = tmp_path / info[1]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
    for arguments in START:
        run(tmp_path, shlex.join(["git", *arguments]))
    return tmp_path


def run(folder: Path, line: str) -> str:
    """What a line prints that a reader types."""
    words = shlex.split(line)
    program = [sys.executable, "-m", "migrate_engines"] if words[0] == "migrate-engines" else words[:1]
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
        "PYTHONPATH": os.pathsep.join(sys.path),
        "COLUMNS": "110",
    }
    ended = subprocess.run(
        [*program, *words[1:]],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=True,
    )
    return ended.stdout


def test_every_command_prints_what_the_page_shows(project):
    consoles = [text for info, text in blocks() if info == ["console"]]
    shown = "".join(consoles)
    printed = "".join(
        f"{line}\n{run(project, line.removeprefix('$ '))}"
        for line in shown.splitlines()
        if line.startswith("$ ")
    )
    assert printed == shown
