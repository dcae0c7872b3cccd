"""The golden cases of the files of queries here, through ``migrate-engines test --bowler``."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("bowler", reason="Bowler is not installed: pip install 'migrate-engines[bowler]'")

HERE = Path(__file__).parent
QUERIES = sorted((HERE / "bowler").glob("*.py"))


def test_every_file_of_queries_has_its_cases() -> None:
    assert {each.stem for each in QUERIES} == {each.name for each in (HERE / "golden").iterdir()}


@pytest.mark.parametrize("query", QUERIES, ids=lambda path: path.stem)
def test_cases(query: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "migrate_engines", "test", "golden", "--bowler", f"bowler/{query.name}"],
        cwd=HERE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert f"{len(list((HERE / 'golden' / query.stem).glob('*.md')))} passed, 0 failed" in ended.stdout
    assert ("second run" in ended.stdout) == (query.stem == "add_timeout")
