"""With a cache and without: the same bytes on every way out."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from migrate_engines.reporting.format import OutputFormat

SAMPLE = Path(__file__).parents[2] / "golden" / "projects" / "legacy_backend" / "before"


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    return shutil.copytree(SAMPLE, tmp_path / "sample", ignore=shutil.ignore_patterns("__pycache__"))


def started(root: Path, *arguments: str) -> subprocess.Popen[bytes]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST")}
    command = [sys.executable, "-m", "migrate_engines", *arguments]
    return subprocess.Popen(
        command, cwd=root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def ended(process: subprocess.Popen[bytes]) -> tuple[int, bytes, bytes]:
    out, err = process.communicate()
    return process.returncode, out, err


def kept(folder: Path) -> list[Path]:
    return list(folder.rglob("*.cache"))


def test_every_format_is_the_same_with_and_without(
    sample: Path, migrate_engines, monkeypatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(sample)
    folder = tmp_path / "cache"
    also = [word for each in OutputFormat for word in ("--also", f"{each}={tmp_path / each}.out")]

    def outputs(*cache: str) -> object:
        told = migrate_engines("--dry-run", "--verbose", *also, *cache)
        return told, {each: (tmp_path / f"{each}.out").read_bytes() for each in OutputFormat}

    without = outputs("--no-cache")
    assert not folder.exists()
    assert outputs("--cache-dir", str(folder)) == without
    assert len(kept(folder)) == 4
    assert outputs("--cache-dir", str(folder)) == without


@pytest.mark.parametrize("mode", ["--check", "--diff", "--statistics", "--quiet"])
def test_every_mode_is_the_same_with_and_without(
    sample: Path, migrate_engines, monkeypatch, tmp_path: Path, mode: str
) -> None:
    monkeypatch.chdir(sample)
    without = migrate_engines("--dry-run", mode, "--no-cache")
    folder = str(tmp_path / "cache")
    assert migrate_engines("--dry-run", mode, "--cache-dir", folder) == without
    assert migrate_engines("--dry-run", mode, "--cache-dir", folder) == without


def test_two_runs_at_once_keep_what_a_third_one_finds(sample: Path, tmp_path: Path) -> None:
    arguments = ("--dry-run", "--output-format", "json", "--cache-dir", str(tmp_path / "cache"))
    without = ended(started(sample, *arguments[:3], "--no-cache"))
    assert without[0] == 0
    processes = [started(sample, *arguments) for _ in range(2)]
    assert [ended(each) for each in processes] == [without, without]
    assert len(kept(tmp_path / "cache")) == 4
    assert not list((tmp_path / "cache").rglob("*.unfinished"))
    assert ended(started(sample, *arguments)) == without


def test_what_a_remembered_run_writes_is_what_a_new_one_writes(
    sample: Path, migrate_engines, monkeypatch, tmp_path: Path
) -> None:
    other = shutil.copytree(sample, tmp_path / "other")
    monkeypatch.chdir(sample)
    folder = str(tmp_path / "cache")
    migrate_engines("--dry-run", "--cache-dir", folder)
    remembered = migrate_engines("--cache-dir", folder)
    monkeypatch.chdir(other)
    assert migrate_engines("--no-cache") == remembered
    assert written(sample) == written(other)
    monkeypatch.chdir(sample)
    migrate_engines("rollback")
    again = migrate_engines("--dry-run", "--cache-dir", folder)
    assert again == migrate_engines("--dry-run", "--no-cache")


def written(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*.py")}


def test_clean_forgets(sample: Path, migrate_engines, monkeypatch, tmp_path: Path) -> None:
    monkeypatch.chdir(sample)
    folder = tmp_path / "cache"
    migrate_engines("--dry-run", "--cache-dir", str(folder))
    ended = migrate_engines("clean", "--cache-dir", str(folder))
    assert (ended.code, ended.out) == (0, b"")
    assert ended.err.startswith("4 files removed from ")
    assert not kept(folder)
    assert written(sample) == written(SAMPLE)


def test_a_configured_folder_outside_is_refused(migrate_engines, monkeypatch, tmp_path: Path) -> None:
    monkeypatch.delenv("MIGRATE_ENGINES_CACHE_DIR")
    root = tmp_path / "root"
    root.mkdir()
    (root / "pyproject.toml").write_text('[tool.migrate-engines]\ncache-dir = "../elsewhere"\n')
    monkeypatch.chdir(root)
    for arguments in (["--dry-run"], ["clean"]):
        ended = migrate_engines(*arguments)
        assert ended.code == 2
        assert "`cache-dir` of its settings is no folder that belongs to it: ../elsewhere" in ended.err
    assert migrate_engines("--dry-run", "--no-cache").code == 0
    assert not (tmp_path / "elsewhere").exists()
