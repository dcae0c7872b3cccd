"""What a type checker says before and after."""

import json
import os
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from compared_project import OTHER, USER, commit, new_by_check, write

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")


def test_types_of_touched_files_and_their_importers(migrate_engines: Callable, project: Path):
    write({"acme/user.py": USER + "# wrong type\n", "acme/far.py": "# wrong type\n"})
    commit()
    write({"acme/other.py": f"\n\n{OTHER}"})
    ended = migrate_engines("verify", "--against", "HEAD", "--static", "--output-format", "json")
    types = next(each for each in json.loads(ended.out)["checks"] if each["name"] == "types")
    assert (ended.code, types["before"], types["after"]) == (0, 1, 1)
    write({"acme/user.py": f"\n{USER}# wrong type\n# wrong type\n"})
    ended = migrate_engines("verify", "--against", "HEAD", "--static", "--output-format", "json")
    assert ended.code == 1
    assert new_by_check(ended.out) == {"types": ["acme/user.py:6 misc wrong, see line"]}


def test_a_checker_that_fails_is_named(migrate_engines: Callable, project: Path):
    write({"acme/other.py": f"{OTHER}# crash\n"})
    ended = migrate_engines("verify", "--against", "HEAD", "--static", "--output-format", "json")
    assert (ended.code, new_by_check(ended.out)) == (1, {"types": ["None:None checker-fails mypy"]})
    text = (project / "pyproject.toml").read_text().replace("mypy", "nothing")
    write({"pyproject.toml": text})
    ended = migrate_engines("verify", "--against", "HEAD", "--static")
    assert (ended.code, "`types` runs no checker that is known" in ended.err) == (2, True)


def with_types(project: Path, value: str) -> None:
    text = (project / "pyproject.toml").read_text()
    write({"pyproject.toml": re.sub(r"^types = .*$", lambda _: f"types = {value}", text, flags=re.M)})


def test_types_can_be_switched_off(migrate_engines: Callable, project: Path):
    with_types(project, '"off"')
    commit()
    write({"acme/other.py": f"{OTHER}# wrong type\n"})
    ended = migrate_engines("verify", "--against", "HEAD", "--static")
    assert ended.code == 0
    assert re.search(rb"^types: switched off: `types` is off$", ended.out, re.M)


def test_a_checker_that_is_named_runs_as_this_tool_runs_it(
    migrate_engines: Callable, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Found on the path, with the option that takes the project's Python."""
    programs = tmp_path / "programs"
    programs.mkdir()
    program = programs / "basedpyright"
    said = '"file": path, "severity": "error", "message": str(sys.argv[1:3])'
    program.write_text(
        f"#!{sys.executable}\nimport json, sys\n"
        f"print(json.dumps({{'generalDiagnostics': [{{{said}}} for path in sys.argv if 'other' in path]}}))\n"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    with_types(project, '"basedpyright"')
    commit()
    write({"acme/other.py": f"\n{OTHER}"})
    ended = migrate_engines("verify", "--against", "HEAD", "--static", "--output-format", "json")
    types = next(each for each in json.loads(ended.out)["checks"] if each["name"] == "types")
    assert (ended.code, types["before"], types["after"]) == (0, 1, 1)
    write({"acme/other2.py": ""})
    ended = migrate_engines("verify", "--against", "HEAD", "--static", "--output-format", "json")
    assert b"--pythonpath" in ended.out


def test_a_checker_that_is_named_and_missing_is_an_error(
    migrate_engines: Callable, project: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("migrate_engines.verification.comparing.types._installed", lambda name: None)
    with_types(project, '"pyrefly"')
    ended = migrate_engines("verify", "--against", "HEAD", "--static")
    assert ended.code == 2
    assert "The type checker pyrefly is not installed" in ended.err
    assert '`types = "off"`' in ended.err
    with_types(project, '"automatic"')
    commit()
    write({"acme/other.py": f"{OTHER}# wrong type\n"})
    ended = migrate_engines("verify", "--against", "HEAD", "--static")
    assert (ended.code, b"no type checker: set `types`" in ended.out) == (0, True)
