"""The GitHub Action: valid by the schema of actions, and its script does what its inputs say."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

REPOSITORY = Path(__file__).resolve().parents[1]
ACTION = REPOSITORY / "action.yml"
# Reads the sample's own settings, so that no input is needed to find them.
SAMPLE = REPOSITORY / "golden" / "projects" / "legacy_backend" / "before"


def action() -> dict:
    return YAML(typ="safe").load(ACTION)


def test_it_is_valid():
    command = [
        sys.executable,
        "-m",
        "check_jsonschema",
        "--builtin-schema",
        "vendor.github-actions",
        str(ACTION),
    ]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_every_input_is_declared_used_and_documented():
    declared = set(action()["inputs"])
    assert set(re.findall(r"inputs\.([\w-]+)", ACTION.read_text(encoding="utf-8"))) == declared
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    assert declared <= set(re.findall(r"^\| `([\w-]+)` \|", readme, re.MULTILINE))


def test_no_input_is_pasted_into_a_script():
    assert not [step["name"] for step in action()["runs"]["steps"] if "${{" in step.get("run", "")]


@pytest.fixture
def run_action(tmp_path):
    """The step that runs the tool, as a runner calls it; the tool is that of this environment."""
    bash = shutil.which("bash")
    if bash is None or sys.platform == "win32":
        pytest.skip("the step is a script for bash")
    shutil.copytree(SAMPLE, tmp_path / "work")
    [step] = [step for step in action()["runs"]["steps"] if step.get("id") == "run"]
    defaults = {name: each["default"] for name, each in action()["inputs"].items()}

    def run_action(**inputs: str) -> tuple[int, str, Path]:
        given = defaults | {name.replace("_", "-"): value for name, value in inputs.items()}
        values = {
            name: given[re.fullmatch(r"\$\{\{ inputs\.([\w-]+) }}", value)[1]]
            for name, value in step["env"].items()
        }
        environment = {
            **os.environ,
            **values,
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
            "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
            "GITHUB_OUTPUT": str(tmp_path / "output"),
        }
        ended = subprocess.run(
            [bash, "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=tmp_path / "work",
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return ended.returncode, ended.stdout, tmp_path

    return run_action


def test_a_check_fails_with_annotations_summary_and_sarif(run_action):
    code, out, folder = run_action()
    assert code == 1
    assert out.splitlines()[0].startswith("::warning file=netra_backend/app/agents/execution_engine")
    assert (folder / "summary.md").read_text(encoding="utf-8").startswith("## migrate-engines\n")
    assert (folder / "output").read_text() == "exit-code=1\n"
    assert (folder / "work" / "migrate-engines.sarif").is_file()


def test_inputs_reach_the_command_line(run_action):
    code, out, folder = run_action(
        mode="dry-run",
        paths="netra_backend/app/services scripts",
        select="execution_engine",
        module="scripts",
        unsafe="true",
        config="pyproject.toml",
        annotations="false",
        summary="false",
        sarif_file="",
    )
    assert code == 0
    assert re.findall(r"^diff --git a/(\S+)", out, re.MULTILINE) == [
        "netra_backend/app/agents/supervisor/engine_wiring.py",
        "scripts/smoke_check.py",
    ]
    assert not (folder / "summary.md").exists()
    assert not list((folder / "work").glob("*.sarif"))


def test_an_unknown_mode_is_a_mistake(run_action):
    code, out, _ = run_action(mode="chekc")
    assert (code, out) == (2, "::error title=migrate-engines::mode is check, dry-run or apply, not chekc\n")
