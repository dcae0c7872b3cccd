"""`python -m libcst.tool codemod` on the bundled sample."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import libcst as cst
import pytest
from libcst.codemod import CodemodContext, SkipFile

from migrate_engines.adapters.libcst_codemod import MigrateCommand

SAMPLE = Path(__file__).resolve().parents[2] / "golden" / "projects" / "legacy_backend"
HELPER = "netra_backend/app/agents/supervisor/engine_wiring.py"
COMMAND = "migrate_engines.adapters.libcst_codemod.MigrateCommand"
FOLDERS = ("netra_backend/app/services", "scripts")


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """The sample with its helper module: a list of files creates none."""
    shutil.copytree(SAMPLE / "before", tmp_path / "sample")
    shutil.copyfile(SAMPLE / "after" / HELPER, tmp_path / "sample" / HELPER)
    return tmp_path / "sample"


def python(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )


def texts(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.py"))}


def test_it_does_to_each_file_what_the_command_line_does(sample, tmp_path):
    other = shutil.copytree(sample, tmp_path / "other")
    ended = python(sample, "libcst.tool", "codemod", "-x", COMMAND, "--no-format", "-j", "1", *FOLDERS)
    assert ended.returncode == 0, ended.stderr
    before = texts(other)
    for folder in FOLDERS:
        for path in sorted((other / folder).rglob("*.py")):
            assert python(other, "migrate_engines", str(path.relative_to(other))).returncode == 0
    assert texts(sample) == texts(other)
    changed = [name for name, text in texts(sample).items() if text != before[name]]
    assert "scripts/smoke_check.py".replace("/", os.sep) in changed
    assert len(changed) > 5


def command_on(path: Path, **options: object) -> cst.Module:
    command = MigrateCommand(CodemodContext(filename=str(path)), **options)
    return command.transform_module(cst.parse_module(path.read_bytes()))


def test_only_the_selected_codemods_run(sample):
    path = sample / "netra_backend/app/services/report_service.py"
    alone = command_on(path, select="create_request_scoped_engine").code
    assert "RequestScopedExecutionEngine(" in alone
    assert "RequestScopedExecutionEngine(" not in command_on(path, unsafe=True).code


def test_a_tree_that_is_not_the_file_is_skipped(sample):
    path = sample / "scripts/smoke_check.py"
    command = MigrateCommand(CodemodContext(filename=str(path)))
    with pytest.raises(SkipFile, match="does not give back"):
        command.transform_module(cst.parse_module("x = 1\n"))


def test_a_file_without_uses_stays(sample):
    path = sample / "netra_backend/app/core/ids.py"
    assert command_on(path).bytes == path.read_bytes()


def test_without_a_name_nothing_is_known():
    with pytest.raises(SkipFile, match="needs the file's name"):
        MigrateCommand(CodemodContext()).transform_module(cst.parse_module("x = 1\n"))
