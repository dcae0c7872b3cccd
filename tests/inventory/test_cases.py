"""Every case of tests/inventory/cases: the whole text, exactly.

A case is a heading, a sentence or two, the files as fenced blocks (``python acme/engine.py``), the settings
(``toml``: the keys of the inventory's table) and what comes out (``text``). ``UPDATE_INVENTORY=1`` rewrites the
last block; read the difference.
"""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from migrate_engines.inventory.inventory import Inventory
from migrate_engines.reporting.inventory.text import WIDTH, render_inventory_text

CASES = sorted((Path(__file__).parent / "cases").glob("*.md"))


@dataclass(frozen=True)
class Case:
    """``at``: the lines of ``expected`` in the document, from 0, the end exclusive."""

    path: Path
    files: dict[str, str]
    settings: str
    expected: str
    at: tuple[int, int]


def read_case(path: Path) -> Case:
    tokens = MarkdownIt().parse(path.read_text(encoding="utf-8"))
    fences = [token for token in tokens if token.type == "fence"]
    files = {}
    settings = ""
    for fence in fences[:-1]:
        language, _, name = fence.info.strip().partition(" ")
        if language == "toml":
            settings = fence.content
        else:
            files[name] = fence.content
    last = fences[-1]
    assert last.info.strip() == "text", f"{path}: the last block is what comes out"
    return Case(path, files, settings, last.content, (last.map[0] + 1, last.map[1] - 1))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path, take: Callable[..., Inventory]):
    case = read_case(path)
    text = render_inventory_text(take(case.files, case.settings), verbose=True)
    text = re.sub(r"by Python 3\.\d+", "by Python 3.x", text)
    if os.environ.get("UPDATE_INVENTORY"):
        rewrite(case, text)
        case = read_case(path)
    assert text == case.expected
    assert max(map(len, text.splitlines())) <= WIDTH


def rewrite(case: Case, text: str) -> None:
    assert not os.environ.get("CI"), "expectations are not rewritten in CI"
    lines = case.path.read_text(encoding="utf-8").splitlines(keepends=True)
    start, end = case.at
    case.path.write_text("".join([*lines[:start], text, *lines[end:]]), encoding="utf-8", newline="")


def test_there_are_cases():
    assert len(CASES) > 20
