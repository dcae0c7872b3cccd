"""The page on the execution engines, followed in a copy of the bundled sample."""

import re
import shutil
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))

from pages import blocks_of, lay_out, printed, start_repository

REPOSITORY = Path(__file__).resolve().parents[1]
PAGE = REPOSITORY / "docs" / "cookbook-execution-engines.md"
SAMPLE = REPOSITORY / "golden" / "projects" / "legacy_backend" / "before"
LEFT_OUT = "...\n"


def steps() -> list[tuple[str, str]]:
    """Each command of the page with what the page shows of its output."""
    text = "".join(content for info, content in blocks_of(PAGE) if info == ["console"])
    found = [each.partition("\n") for each in re.split(r"^\$ ", text, flags=re.MULTILINE) if each]
    return [(line, shown) for line, _, shown in found]


def shows(shown: str, told: str) -> bool:
    """Whether the lines are those that were printed, but for what is left out."""
    parts = re.split(rf"^{re.escape(LEFT_OUT)}", shown, flags=re.MULTILINE)
    return re.fullmatch("(?:.*\n)*".join(map(re.escape, parts)), told) is not None


@pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")
def test_every_command_prints_what_the_page_shows(tmp_path: Path) -> None:
    folder = tmp_path / "backend"
    shutil.copytree(SAMPLE, folder)
    start_repository(folder)
    lay_out(PAGE, folder)
    for line, shown in steps():
        told = printed(folder, line)
        assert shows(shown, told), f"$ {line}\n{told}"


def test_what_is_left_out_is_whole_lines() -> None:
    assert shows("a\n...\nd\n", "a\nb\nc\nd\n")
    assert shows("...\nd\n", "d\n")
    assert not shows("a\nd\n", "a\nb\nd\n")
    assert not shows("a\n...\nd\n", "a\nb\ndd\n")
