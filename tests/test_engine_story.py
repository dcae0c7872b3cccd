"""The page on the execution engines, followed in a copy of the bundled sample."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

REPOSITORY = Path(__file__).resolve().parents[1]
PAGE = REPOSITORY / "docs" / "cookbook-execution-engines.md"
SAMPLE = REPOSITORY / "golden" / "projects" / "legacy_backend" / "before"
START = (
    ("init", "-q", "-b", "main"),
    ("config", "user.name", "A"),
    ("config", "user.email", "a@example.org"),
    ("config", "core.autocrlf", "false"),
    ("add", "-A"),
    ("commit", "-q", "-m", "start"),
)
LEFT_OUT = "...\n"
pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")


def blocks() -> list[tuple[list[str], str]]:
    """The words behind the fence, and the text, of every block of the page."""
    tokens = MarkdownIt().parse(PAGE.read_text(encoding="utf-8"))
    return [(each.info.split(), each.content) for each in tokens if each.type == "fence"]


def steps() -> list[tuple[str, str]]:
    """Each command of the page with what the page shows of its output."""
    text = "".join(content for info, content in blocks() if info == ["console"])
    found = [each.partition("\n") for each in re.split(r"^\$ ", text, flags=re.MULTILINE) if each]
    return [(line, shown) for line, _, shown in found]


def run(folder: Path, line: str) -> str:
    words = shlex.split(line)
    program = [sys.executable, "-m", "migrate_engines"] if words[0] == "migrate-engines" else words[:1]
    ended = subprocess.run(
        [*program, *words[1:]],
        cwd=folder,
        env={
            **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
            "PYTHONPATH": os.pathsep.join(sys.path),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_SYSTEM": os.devnull,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return ended.stdout


def shows(shown: str, printed: str) -> bool:
    """Whether the lines are those that were printed, but for what is left out."""
    pattern = "(?:.*\n)*".join(
        re.escape(part) for part in re.split(rf"^{re.escape(LEFT_OUT)}", shown, flags=re.M)
    )
    return re.fullmatch(pattern, printed) is not None


def test_every_command_prints_what_the_page_shows(tmp_path: Path) -> None:
    folder = tmp_path / "backend"
    shutil.copytree(SAMPLE, folder)
    for arguments in START:
        run(folder, shlex.join(["git", *arguments]))
    for info, text in blocks():
        if len(info) == 2:
            (folder / info[1]).write_text(text, encoding="utf-8", newline="\n")
    for line, shown in steps():
        printed = run(folder, line)
        assert shows(shown, printed), f"$ {line}\n{printed}"


def test_what_is_left_out_is_whole_lines() -> None:
    assert shows("a\n...\nd\n", "a\nb\nc\nd\n")
    assert shows("...\nd\n", "d\n")
    assert not shows("a\nd\n", "a\nb\nd\n")
    assert not shows("a\n...\nd\n", "a\nb\ndd\n")
