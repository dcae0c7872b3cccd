"""A small tree, into which a nasty file is put beside a good one."""

import sys
from pathlib import Path

import pytest

# What the files are stands beside the tests.
sys.path.append(str(Path(__file__).parent))

from nasty import LEGACY
from small_tree import TREE, Place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    for path, text in TREE.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)
    (tmp_path / "good.py").write_bytes(LEGACY)
    return Place(tmp_path)
