from pathlib import Path

import pytest

from migrate_engines.golden.run import run_golden
from migrate_engines.model.problem import InputError
from migrate_engines.settings import Settings

KEEPS = "# Nothing happens\n\nWhy.\n\n```python before=a.py\nx = 1\n```\n"
FIX = "# Renamed\n\nWhy.\n\n```python before=a.py\nOld()\n```\n"
RIGHT = FIX + "```python after=a.py\nNew()\n```\n```text findings\na.py:1:1 fixed\n```\n"


@pytest.fixture(autouse=True)
def outside_ci(monkeypatch):
    monkeypatch.delenv("CI", raising=False)


@pytest.fixture
def report_on(golden, make_run, toy_codemod):
    def run(**options):
        codemods = options.pop("codemods", [toy_codemod])
        options.setdefault("run", make_run())
        return run_golden(golden, Settings(root=golden.parent), codemods, **options)

    return run


def test_all_is_well(report_on, write):
    write("toy/fix.md", RIGHT)
    write("toy/keeps.md", KEEPS)
    report = report_on()
    assert report.render() == "2 passed, 0 failed\n"
    assert report.exit_code == 0


def test_a_failed_case_is_shown(report_on, write):
    write("toy/fix.md", RIGHT.replace("New()\n", "Newer()\n"))
    write("toy/keeps.md", KEEPS)
    report = report_on()
    assert report.render().startswith("FAILED golden/toy/fix.md: Renamed\n  text: a.py\n")
    assert report.render().endswith("\n1 passed, 1 failed\n")
    assert report.exit_code == 1


def test_a_malformed_case_fails_and_the_others_are_run(report_on, write):
    write("toy/fix.md", RIGHT)
    write("toy/keeps.md", KEEPS)
    write("toy/odd.md", "# T\n\nWhy.\n")
    report = report_on()
    assert report.render() == (
        "PROBLEM golden/toy/odd.md: no before block. Show a file: ```python before=app/worker.py\n"
        "2 passed, 1 failed\n"
    )
    assert report.exit_code == 1


def test_a_hygiene_problem_alone_fails_the_run(report_on, write):
    write("toy/fix.md", RIGHT)
    write("toy/keeps.md", KEEPS)
    write("orphan/keeps.md", KEEPS)
    report = report_on()
    assert "PROBLEM golden/orphan: there is no codemod orphan" in report.render()
    assert (report.passed, report.failed, report.exit_code) == (3, 0, 1)


def test_too_few_keeps_cases_are_only_a_warning(report_on, write):
    for number in range(2):
        write(f"toy/fix_{number}.md", RIGHT)
    write("toy/keeps.md", KEEPS)
    report = report_on()
    assert report.render() == (
        "warning: 1 of 3 cases are keeps cases; 4 in 10 should be\n3 passed, 0 failed\n"
    )
    assert report.exit_code == 0


@pytest.mark.parametrize("pattern", ["toy/fix", "RENAMED", "Ren*d", "f?x"])
def test_a_pattern_selects_by_name_or_title(report_on, write, pattern):
    write("toy/fix.md", RIGHT)
    write("toy/keeps.md", KEEPS.replace("before=a.py\nx = 1", "before=a.py\nOld()"))
    assert report_on(pattern=pattern).render() == "1 passed, 0 failed\n"


def test_a_pattern_that_selects_nothing_is_an_error(report_on, write):
    write("toy/fix.md", RIGHT)
    with pytest.raises(InputError, match="no golden case"):
        report_on(pattern="nothing")


def test_an_update_is_followed_by_the_checks(report_on, write):
    path = write("toy/fix.md", FIX)
    write("toy/keeps.md", KEEPS)
    report = report_on(update=True)
    assert path.read_text() == RIGHT
    assert report.render().startswith("--- a/golden/toy/fix.md\n")
    assert report.render().endswith("\n2 passed, 0 failed\n")


def test_an_update_touches_only_the_selected_cases(report_on, write):
    chosen, other = write("toy/fix.md", FIX), write("toy/other.md", FIX)
    report_on(update=True, pattern="toy/fix")
    assert (chosen.read_text(), other.read_text()) == (RIGHT, FIX)


def test_an_update_says_what_it_could_not_write(report_on, write, make_run):
    path = write("toy/fix.md", FIX)
    run = make_run(lambda path, data, position: data.rstrip())
    report = report_on(update=True, run=run)
    assert "PROBLEM golden/toy/fix.md: no block can hold the new a.py" in report.render()
    assert path.read_text() == FIX
    assert report.exit_code == 1


def test_an_update_is_refused_in_ci(report_on, write, monkeypatch):
    monkeypatch.setenv("CI", "true")
    path = write("toy/fix.md", FIX)
    with pytest.raises(InputError, match="CI is set"):
        report_on(update=True)
    assert path.read_text() == FIX


def test_a_relative_folder_is_shown_as_the_root_sees_it(golden, write, make_run, monkeypatch):
    write("sub/toy/odd.md", "# T\n")
    monkeypatch.chdir(golden / "sub")
    report = run_golden(Path(), Settings(root=golden.parent), [], run=make_run())
    assert sorted({problem.path for problem in report.problems}) == [
        "golden/sub/toy",
        "golden/sub/toy/odd.md",
    ]


def test_a_missing_golden_folder_is_an_error(tmp_path):
    with pytest.raises(InputError, match="golden: no such folder"):
        run_golden(tmp_path / "golden", Settings(root=tmp_path), [])
