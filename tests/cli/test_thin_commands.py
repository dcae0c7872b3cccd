"""`rules` and `test`: the rooms below do the work, these print it and end as told."""

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from migrate_engines.model.problem import Problem
from migrate_engines.model.rule import Codemod

CODEMOD = Codemod("engine", "codemods/engine.py", "Retire acme.Old.", "", ())


@pytest.fixture
def project(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty project with one codemod, as the working directory."""
    for command in ("rules", "test"):
        monkeypatch.setattr(f"migrate_engines.cli.{command}.configured_codemods", lambda settings: (CODEMOD,))
    (tmp_path / "pyproject.toml").write_text('[tool.migrate-engines]\ngolden = "cases"\n')
    monkeypatch.chdir(tmp_path)
    return tmp_path


def lint_finds(monkeypatch: pytest.MonkeyPatch, *problems: Problem) -> None:
    fake = SimpleNamespace(lint_codemods=lambda settings, codemods: list(problems))
    monkeypatch.setitem(sys.modules, "migrate_engines.deciding.lint", fake)


def test_codemods_without_problems(migrate_engines, project, monkeypatch):
    lint_finds(monkeypatch)
    ended = migrate_engines("rules")
    assert (ended.code, ended.out, ended.err) == (0, b"engine: Retire acme.Old.\n", "")


def test_problems_stand_under_the_list_and_are_1(migrate_engines, project, monkeypatch):
    lint_finds(monkeypatch, Problem("engine.py", 3, "No keep covers it", "Add one."))
    ended = migrate_engines("rules")
    assert ended.code == 1
    assert ended.out.decode() == (
        "engine: Retire acme.Old.\n\nengine.py:3: No keep covers it. Add one.\n\n1 problem\n"
    )


@pytest.mark.parametrize(
    ("arguments", "asked"),
    [
        ([], ("cases", False, None)),
        (["other", "--update", "-k", "alias"], ("other", True, "alias")),
    ],
)
def test_golden_cases_are_run_as_asked(arguments, asked, migrate_engines, project, monkeypatch):
    def run_golden(folder, settings, codemods, *, update, pattern):
        seen = (folder.resolve().relative_to(project).as_posix(), update, pattern)
        return SimpleNamespace(render=lambda: f"{seen}\n", exit_code=1)

    monkeypatch.setattr("migrate_engines.golden.run.run_golden", run_golden)
    ended = migrate_engines("test", *arguments)
    assert (ended.code, ended.out.decode()) == (1, f"{asked}\n")
