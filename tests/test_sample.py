"""The bundled sample: it runs before and after, and the command line takes it from one to the other."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from junitparser import JUnitXml, Skipped

SAMPLE = Path(__file__).parents[1] / "golden" / "projects" / "legacy_backend"
ENVIRONMENT = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST")}


def run(folder: Path, *arguments: str, expected: int = 0) -> subprocess.CompletedProcess[str]:
    """Run Python in a folder; its output is shown where the exit code is not the expected one."""
    environment = {**ENVIRONMENT, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        check=False,
    )
    assert done.returncode == expected, done.stdout + done.stderr
    return done


def copied(name: str, to: Path) -> Path:
    return shutil.copytree(SAMPLE / name, to / name, ignore=shutil.ignore_patterns("__pycache__"))


def files_of(folder: Path) -> dict[str, bytes]:
    paths = [path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in paths if ".git" not in path.parts
    }


@pytest.mark.parametrize("name", ["before", "after"])
def test_its_own_tests_pass(name: str, tmp_path: Path) -> None:
    run(copied(name, tmp_path), "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist")


def test_legacy_engines_are_constructed_before_and_none_after(tmp_path: Path) -> None:
    constructed = {
        name: run(copied(name, tmp_path), "-m", "scripts.list_constructed").stdout.splitlines()
        for name in ("before", "after")
    }
    assert "RequestScopedExecutionEngine" in constructed["before"]
    assert constructed["after"] == ["UserExecutionEngine"]


def test_the_command_line_makes_after_of_before_and_then_nothing(tmp_path: Path) -> None:
    folder = copied("before", tmp_path)
    run(folder, "-m", "migrate_engines")
    assert files_of(folder) == files_of(SAMPLE / "after")
    again = run(folder, "-m", "migrate_engines", "--output-format", "json")
    assert json.loads(again.stdout)["summary"]["files_rewritten"] == 0


def test_git_applies_what_a_dry_run_prints(tmp_path: Path) -> None:
    folder = copied("before", tmp_path)
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    patch = run(folder, "-m", "migrate_engines", "--dry-run").stdout
    assert files_of(folder) == files_of(SAMPLE / "before")
    subprocess.run(["git", "apply", "-"], cwd=folder, input=patch.encode(), check=True)
    assert files_of(folder) == files_of(SAMPLE / "after")


def test_check_fails_before_and_still_after_while_findings_wait(tmp_path: Path) -> None:
    folder = copied("before", tmp_path)
    run(folder, "-m", "migrate_engines", "--check", expected=1)
    assert files_of(folder) == files_of(SAMPLE / "before")


def test_the_gates_before_and_after(tmp_path: Path) -> None:
    before, after = copied("before", tmp_path), copied("after", tmp_path)
    options = ["compliance", "--update-baseline", "--allow-growth", "--output-format", "json"]
    found = json.loads(run(before, "-m", "migrate_engines", *options).stdout)
    shutil.copy(before / "migrate-engines-baseline.json", after)
    left = json.loads(
        run(after, "-m", "migrate_engines", "compliance", "--output-format", "json", expected=0).stdout
    )
    assert left["summary"]["new"] == 0  # the change adds nothing
    numbers = {gate["code"]: gate["new"] for gate in found["gates"]}
    fewer = {gate["code"] for gate in left["gates"] if gate["known"] < numbers[gate["code"]]}
    assert fewer >= {
        "deprecated-not-redirect",
        "factory-builds-other",
        "legacy-use",
        "shared-mutable-state",
    }
    assert {gate["code"] for gate in left["gates"] if gate["result"] == "not judged"} == set()


# Why users of each way of making an engine do not stay apart.
LEAKS = {
    "TestLegacyTriple": {"run-failed"},
    "TestCreateFromLegacy": {"module-state"},
    "TestCreateExecutionEngine": {"foreign-event", "blocked-delivery"},
    "TestRequestScopedEngine": {"class-state"},
    "TestCreateRequestScopedEngine": {"repeated-instance", "class-state", "repeated-event", "lost-event"},
}


def isolated(folder: Path, expected: int) -> dict[str, set[str]]:
    """The codes of what the isolation checks find, by class."""
    options = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--junitxml", "isolation.xml"]
    run(folder, "-m", "pytest", *options, "isolation", expected=expected)
    codes: dict[str, set[str]] = {}
    for suite in JUnitXml.fromfile(str(folder / "isolation.xml")):
        for case in suite:
            assert not any(isinstance(each, Skipped) for each in case.result), case.name
            told = "\n".join(each.text for each in case.result)
            own = codes.setdefault(case.classname.rpartition(".")[2], set())
            own |= set(re.findall(r"^([a-z]+-[a-z]+): ", told, re.MULTILINE))
    return codes


def test_users_are_kept_apart_after_and_each_legacy_way_fails_before(tmp_path: Path) -> None:
    assert isolated(copied("before", tmp_path), expected=1) == LEAKS
    assert isolated(copied("after", tmp_path), expected=0) == {name: set() for name in LEAKS}


def test_the_shipped_codemods_fit_the_sample() -> None:
    run(SAMPLE / "before", "-m", "migrate_engines", "rules")


def test_old_and_new_paths_give_the_same_objects(tmp_path: Path) -> None:
    probe = (
        "import warnings; warnings.simplefilter('ignore')\n"
        "import netra_backend.app.agents.supervisor.execution_engine as old\n"
        "import netra_backend.app.agents.supervisor.user_execution_engine as new\n"
        "import netra_backend.app.agents.supervisor.execution_engine_factory as factory\n"
        "assert old.ExecutionEngine is new.UserExecutionEngine\n"
        "assert old.create_request_scoped_engine is factory.create_request_scoped_engine\n"
    )
    run(copied("after", tmp_path), "-c", probe)
