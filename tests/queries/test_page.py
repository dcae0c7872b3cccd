"""The page on Bowler, followed to the letter: its files, its commands, and what they print."""

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1]))

from pages import blocks_of, lay_out, printed

pytest.importorskip("bowler", reason="Bowler is not installed: pip install 'migrate-engines[bowler]'")

PAGE = Path(__file__).resolve().parents[2] / "docs" / "bowler.md"


def test_every_command_prints_what_the_page_shows(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.migrate-engines]\n")
    lay_out(PAGE, tmp_path)
    shown = "".join(text for info, text in blocks_of(PAGE) if info == ["console"])
    told = "".join(
        f"{line}\n{printed(tmp_path, line.removeprefix('$ '))}"
        for line in shown.splitlines()
        if line.startswith("$ ")
    )
    assert told == shown
