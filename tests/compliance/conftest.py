"""The gates over a small tree."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))

from cases_of_gates import lay_out
from gate_settings import TABLE

from migrate_engines.cli.codemods import configured_codemods
from migrate_engines.compliance.check import check_compliance
from migrate_engines.compliance.compliance import Compliance
from migrate_engines.settings import load_settings


@pytest.fixture
def judge(tmp_path: Path) -> Callable[..., Compliance]:
    """Judge files given by path, under the text of a pyproject.toml."""

    def judge(files: dict[str, str], settings: str = TABLE) -> Compliance:
        lay_out(tmp_path, files, settings)
        loaded = load_settings(tmp_path)
        codemods = configured_codemods(loaded) if loaded.codemods else ()
        return check_compliance(loaded, codemods)

    return judge
