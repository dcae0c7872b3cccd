"""However many processes there are, and whatever is remembered: the same bytes."""

import shutil
from pathlib import Path

import pytest

from migrate_engines.running import ahead, workers

SAMPLE = Path(__file__).parents[2] / "golden" / "projects" / "legacy_backend" / "before"


@pytest.mark.parametrize("unsafe", [(), ("--unsafe",)])
def test_reports_are_the_same_bytes(migrate_engines, monkeypatch, tmp_path: Path, unsafe) -> None:
    monkeypatch.setattr(workers, "_WORTH_PROCESSES", 0)
    monkeypatch.setattr(ahead, "_FEW", 0)
    root = shutil.copytree(SAMPLE, tmp_path / "sample", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.chdir(root)

    def told(*options: str) -> object:
        return migrate_engines("--dry-run", "--verbose", "--output-format", "json", *unsafe, *options)

    cached = ("--cache-dir", str(tmp_path / "cache"))
    expected = told("--jobs", "0", "--no-cache")
    assert b'"fixed"' in expected.out
    assert told("--jobs", "1", "--no-cache") == expected
    assert told("--jobs", "2", "--no-cache") == expected
    assert told("-j", "2", *cached) == expected
    assert told("-j", "0", *cached) == expected
    shutil.rmtree(tmp_path / "cache")
    assert told("-j", "0", *cached) == expected


def test_a_run_writes_the_same_bytes(migrate_engines, monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setattr(workers, "_WORTH_PROCESSES", 0)
    monkeypatch.setattr(ahead, "_FEW", 0)
    monkeypatch.setenv("MIGRATE_ENGINES_STATE_DIR", str(tmp_path / "state"))
    trees = []
    for jobs in ("0", "2"):
        root = shutil.copytree(SAMPLE, tmp_path / jobs, ignore=shutil.ignore_patterns("__pycache__"))
        monkeypatch.chdir(root)
        migrate_engines("--unsafe", "--no-cache", "--jobs", jobs)
        files = [path for path in root.rglob("*") if path.is_file()]
        trees.append({path.relative_to(root): path.read_bytes() for path in files})
    assert trees[0] == trees[1]
    assert trees[0] != {p.relative_to(SAMPLE): p.read_bytes() for p in SAMPLE.rglob("*") if p.is_file()}


def test_a_number_below_zero_is_refused(migrate_engines) -> None:
    ended = migrate_engines("--jobs", "-1")
    assert ended.code == 2
    assert "--jobs" in ended.err
