"""The page for newcomers, followed to the letter: its files, its commands, and what they print."""

import shutil
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))

from pages import blocks_of, lay_out, printed, start_repository

PAGE = Path(__file__).resolve().parents[1] / "docs" / "first-pull-request.md"
pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")


def test_every_command_prints_what_the_page_shows(tmp_path: Path) -> None:
    lay_out(PAGE, tmp_path)
    start_repository(tmp_path)
    shown = "".join(text for info, text in blocks_of(PAGE) if info == ["console"])
    told = "".join(
        f"{line}\n{printed(tmp_path, line.removeprefix('$ '))}"
        for line in shown.splitlines()
        if line.startswith("$ ")
    )
    assert told == shown
