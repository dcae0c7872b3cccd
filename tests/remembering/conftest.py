"""A small tree that was run over once."""

import sys
from pathlib import Path

import pytest

from migrate_engines.cache.folder import CacheFolder

# What the tree is stands beside the tests.
sys.path.append(str(Path(__file__).parent))

from remembered_project import RULE, TREE, Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = Project(tmp_path / "root", CacheFolder(tmp_path / "cache"))
    made.write("codemods/old.py", RULE)
    for path, text in TREE.items():
        made.write(path, text)
    assert made.run().rewritten
    return made
