"""The way in: which command is meant, and how each kind of mistake ends."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from migrate_engines import __version__
from migrate_engines.cli.command_line import with_default_command

PRINT_HEAVY = """
import sys
from migrate_engines.cli.main import main
try:
    main(sys.argv[1:])
finally:
    heavy = {"libcst", "rich", "pydantic", "asyncio", "filelock", "platformdirs"}
    print(sorted(heavy & set(sys.modules)), file=sys.stderr)
"""


@pytest.mark.parametrize(
    ("arguments", "understood"),
    [
        ([], ["run"]),
        (["src"], ["run", "src"]),
        (["--check", "src"], ["run", "--check", "src"]),
        (["run", "src"], ["run", "src"]),
        (["rollback", "7"], ["rollback", "7"]),
        (["rules"], ["rules"]),
        (["test", "--update"], ["test", "--update"]),
        (["inventory", "Engine"], ["inventory", "Engine"]),
        (["./test"], ["run", "./test"]),
        (["--version"], ["--version"]),
        (["-h"], ["-h"]),
        (["--", "test"], ["run", "--", "test"]),
    ],
)
def test_run_is_the_default_command(arguments, understood):
    assert with_default_command(arguments) == understood


def test_version(migrate_engines):
    ended = migrate_engines("--version")
    assert (ended.code, ended.out) == (0, f"migrate-engines {__version__}\n".encode())


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        (["--help"], "migrate-engines [PATHS]"),
        (["-h"], "Exit codes: 0 done"),
        (["run", "--help"], "--output-format"),
        (["run", "--help"], "--allow-dirty"),
        (["rollback", "--help"], "--complete"),
        (["rules", "--help"], "--config"),
        (["inventory", "--help"], "--names"),
        (["test", "--help"], "--update"),
    ],
)
def test_help(arguments, shown, migrate_engines):
    ended = migrate_engines(*arguments)
    assert ended.code == 0
    assert shown in ended.out.decode("ascii")


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["run", "--help"], ["--no-such-option"]])
def test_what_does_no_work_loads_no_heavy_library(arguments):
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", PRINT_HEAVY, *arguments]
    ended = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert ended.stderr.splitlines()[-1] == "[]"


def test_python_m(tmp_path):
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-m", "migrate_engines", "--version"]
    ended = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=tmp_path, check=True)
    assert ended.stdout == f"migrate-engines {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--no-such-option"], "No such option: --no-such-option"),
        (["--output-format", "xml"], "'xml' is not one of 'text', 'diff', 'json'"),
        (["--diff", "--output-format", "json"], "a diff is not json"),
        (["--also", "srif=a"], "Did you mean sarif?"),
        (["--also", "sarif"], "name a file, as in sarif=report.sarif"),
        (["--also", "sarif=no/such/folder/out.sarif"], "the folder of no/such/folder/out.sarif"),
        (["--output-file", "no/such/folder/out.json"], "its folder does not exist"),
        (["--select", ","], "no codemod is named"),
        (["invntory"], "Did you mean the command inventory?"),
        (["--interactive", "--check"], "nothing would be written"),
        (["rules", "extra"], "unexpected extra argument"),
        (["rollback", "--complete", "a.py"], "a run is finished as a whole"),
        (["rollback", "--codemod", ","], "no codemod is named"),
    ],
)
def test_a_usage_error_is_2(arguments, said, migrate_engines, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    ended = migrate_engines(*arguments)
    assert (ended.code, ended.out) == (2, b"")
    assert said in ended.err


def test_every_configuration_error_is_shown_and_is_2(migrate_engines, monkeypatch, tmp_path: Path):
    file = tmp_path / "pyproject.toml"
    file.write_text('[tool.migrate-engines]\nexclued = ["vendor/*"]\nunsafe = "yes"\n')
    monkeypatch.chdir(tmp_path)
    ended = migrate_engines("--dry-run")
    assert (ended.code, ended.out) == (2, b"")
    assert ended.err.splitlines() == [
        f"error: {file}:2: `exclued` is not a setting. Did you mean `exclude`?",
        f"error: {file}:3: `unsafe` is not true or false. Write `unsafe = true`.",
    ]


def test_ctrl_c_is_130_and_no_traceback(migrate_engines, answer_with):
    def interrupt(mode):
        error = KeyboardInterrupt()
        error.add_note("run 7 has written 1 of 2 files.")
        raise error

    answer_with(interrupt)
    ended = migrate_engines()
    assert (ended.code, ended.err) == (130, "interrupted\nrun 7 has written 1 of 2 files.\n")


def test_a_bug_of_the_tool_is_2_with_all_that_a_report_needs(migrate_engines, answer_with):
    answer_with(lambda mode: 1 // 0)
    ended = migrate_engines()
    assert ended.code == 2
    assert "ZeroDivisionError" in ended.err
    assert ended.err.splitlines()[-1] == (
        f"error: a bug in migrate-engines {__version__}. Please report it, with the lines above."
    )


def test_control_sequences_do_not_reach_what_is_no_terminal(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "migrate_engines", "--check", "\x1b[31mnone\x1b[0m"]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert "none: no such file or folder" in ended.stderr
    assert "\x1b" not in ended.stderr
