"""The page on Bowler, followed to the letter: its files, its commands, and what they print."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

pytest.importorskip("bowler", reason="Bowler is not installed: pip install 'migrate-engines[bowler]'")

PAGE = Path(__file__).resolve().parents[2] / "docs" / "bowler.md"


def blocks() -> list[tuple[list[str], str]]:
    """The words behind the fence, and the text, of every block of the page."""
    tokens = MarkdownIt().parse(PAGE.read_text(encoding="utf-8"))
    return [(each.info.split(), each.content) for each in tokens if each.type == "fence"]


def run(folder: Path, line: str) -> str:
    """What a line prints that a reader types."""
    environment = {name: value for name, value in os.environ.items() if name != "CI"}
    ended = subprocess.run(
        [sys.executable, "-m", *shlex.split(line.replace("migrate-engines", "migrate_engines", 1))],
        cwd=folder,
        env=environment | {"PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return ended.stdout


def test_every_command_prints_what_the_page_shows(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.migrate-engines]\n")
    for info, text in blocks():
        if len(info) == 2:
            path = tmp_path / info[1]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
    shown = "".join(text for info, text in blocks() if info == ["console"])
    printed = "".join(
        f"{line}\n{run(tmp_path, line.removeprefix('$ '))}"
        for line in shown.splitlines()
        if line.startswith("$ ")
    )
    assert printed == shown
