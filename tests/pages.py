"""Pages that a test follows: their blocks, and what a line prints that a reader types."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

from markdown_it import MarkdownIt

# Git's own variables would lead to another repository; CI would forbid to rewrite expectations.
_NOT_A_READER = ("GIT_", "CI")
_START = (
    ("init", "-q", "-b", "main"),
    ("config", "user.name", "A"),
    ("config", "user.email", "a@example.org"),
    ("config", "core.autocrlf", "false"),
    ("add", "-A"),
    ("commit", "-q", "-m", "start"),
)


def blocks_of(page: Path) -> list[tuple[list[str], str]]:
    """The words behind the fence, and the text, of every block of the page."""
    tokens = MarkdownIt().parse(page.read_text(encoding="utf-8"))
    return [(each.info.split(), each.content) for each in tokens if each.type == "fence"]


def lay_out(page: Path, folder: Path) -> None:
    """Write the blocks that have a file's name."""
    for info, text in blocks_of(page):
        if len(info) == 2:
            path = folder / info[1]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")


def start_repository(folder: Path) -> None:
    for arguments in _START:
        told = printed(folder, shlex.join(["git", *arguments]))
        assert told == "", told


def printed(folder: Path, line: str) -> str:
    """What a line prints, to either stream."""
    words = shlex.split(line)
    program = [sys.executable, "-m", "migrate_engines"] if words[0] == "migrate-engines" else words[:1]
    own = {name: value for name, value in os.environ.items() if not name.startswith(_NOT_A_READER)}
    ended = subprocess.run(
        [*program, *words[1:]],
        cwd=folder,
        env=own
        | {
            "PYTHONPATH": os.pathsep.join(sys.path),
            "COLUMNS": "110",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_SYSTEM": os.devnull,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return ended.stdout
