"""``verify`` and ``report`` from end to end, on a small project with tests of its own."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

PHASES = """[tool.migrate-engines]
codemods = ["codemods"]

[tool.migrate-engines.inventory]
patterns = ["*Engine"]
canonical = "acme.Engine"

[[tool.migrate-engines.verify.phases]]
name = "import"
command = [{python}, "-c", "import acme"]
fail-fast = {fail_fast}

[[tool.migrate-engines.verify.phases]]
name = "unit"
command = [{python}, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:asyncio", "--junitxml={{junit}}"]
threshold = 90
"""
ENGINE = "class Engine:\n    def __init__(self, context):\n        self.context = context\n"
TESTS = "def test_good(): ...\n\n\ndef test_bad():\n    assert 0\n"


@pytest.fixture
def project(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    settings(tmp_path, fail_fast="true")
    (tmp_path / "codemods").mkdir()
    (tmp_path / "acme.py").write_text(ENGINE)
    (tmp_path / "test_acme.py").write_text(TESTS)
    monkeypatch.chdir(tmp_path)
    for name in ("PYTEST_ADDOPTS", "PYTEST_XDIST_WORKER"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def settings(root: Path, *, fail_fast: str) -> None:
    text = PHASES.format(python=json.dumps(sys.executable), fail_fast=fail_fast)
    (root / "pyproject.toml").write_text(text)


def test_without_a_baseline_run_every_failing_test_counts(migrate_engines: Callable, project: Path):
    ended = migrate_engines("verify")
    text = ended.out.decode()
    assert ended.code == 1
    assert (
        "unit: failed, 50.0 % of the tests that count passed, 90 % are needed\n  failed: test_acme::test_bad\n"
        in text
    )
    assert "There was no baseline run, so every failing test counts" in text
    assert text.endswith("1 of 2 phases passed\n")


def test_a_test_that_failed_before_does_not_count(migrate_engines: Callable, project: Path):
    recorded = migrate_engines("verify", "--baseline")
    assert (recorded.code, recorded.err) == (0, "migrate-engines-tests.json: 2 phases, 2 tests\n")
    assert migrate_engines("verify").code == 0
    (project / "test_acme.py").write_text(TESTS.replace("test_good", "test_other"))
    ended = migrate_engines("verify", "--output-format", "json")
    report = json.loads(ended.out)
    assert (ended.code, report["passed"], report["has_baseline"]) == (1, False, True)
    unit = report["phases"][1]
    assert (unit["failed"], unit["failed_before"], unit["failures"]) == (0, 1, ["test_acme::test_good"])


def test_what_fails_fast_ends_the_run(migrate_engines: Callable, project: Path):
    (project / "acme.py").write_text("import nothing_of_that_name\n")
    ended = migrate_engines("verify")
    assert ended.code == 1
    assert b"import: failed, exit code 1\n" in ended.out
    assert b"unit: not run, import failed before it\n" in ended.out
    settings(project, fail_fast="false")
    assert b"unit: not run" not in migrate_engines("verify").out


def test_one_phase_alone_is_not_put_on_record(migrate_engines: Callable, project: Path):
    assert migrate_engines("verify", "import").code == 0
    assert not (project / "migrate-engines-history.jsonl").exists()
    ended = migrate_engines("verify", "unti")
    assert ended.code == 2
    assert "There is no phase of that name. Did you mean unit?" in ended.err
    ended = migrate_engines("verify", "everything")
    assert "There is no phase of that name. The phases are import, unit." in ended.err


def test_a_baseline_run_needs_results(migrate_engines: Callable, project: Path):
    text = (project / "pyproject.toml").read_text().replace("--junitxml={junit}", "--help={junit}")
    (project / "pyproject.toml").write_text(text)
    ended = migrate_engines("verify", "--baseline")
    assert ended.code == 2
    assert "phase unit: It wrote no JUnit XML" in ended.err
    assert not (project / "migrate-engines-tests.json").exists()


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("", "There is no phase to run"),
        ('[[tool.migrate-engines.verify.phases]]\nname = "a"\n', "The phase a has no command"),
        (
            '[tool.migrate-engines.verify]\nphases = [{ name = "a", command = ["b"] }, { name = "a", command = ["b"] }]\n',
            "Two phases are called a",
        ),
        (
            '[[tool.migrate-engines.verify.phases]]\nname = "a"\ncommand = ["b"]\nthreshold = 101\n',
            "`threshold` is not a number from 0 to 100",
        ),
        (
            '[[tool.migrate-engines.verify.phases]]\nname = "a"\ncomand = ["b"]\n',
            "Did you mean `command`?",
        ),
    ],
)
def test_phases_that_cannot_be_run(table: str, told: str, migrate_engines: Callable, project: Path):
    (project / "pyproject.toml").write_text(f"[tool.migrate-engines]\n{table}")
    ended = migrate_engines("verify")
    assert ended.code == 2
    assert told in ended.err


def test_the_report_grows_with_each_run(migrate_engines: Callable, project: Path):
    migrate_engines("verify")
    first = migrate_engines("report")
    text = first.out.decode()
    assert first.code == 0
    assert "| phase import: 100 % | met | 100 % passed |" in text
    assert "| phase unit: 90 % | not met |" in text
    assert "| gate registry\\-uses\\-other | unknown |" in text
    assert "| \\(top\\) | 1 | 2 | 0 | 0 | 0 | 0 |" in text
    assert "- `unit: test_acme::test_bad`" in text
    migrate_engines("report", "--no-record")
    migrate_engines("report", "--output-format", "html", "--output-file", "report.html")
    kinds = [
        json.loads(line)["kind"]
        for line in (project / "migrate-engines-history.jsonl").read_text().splitlines()
    ]
    assert kinds == ["verification", "compliance", "compliance"]
    page = (project / "report.html").read_text(encoding="utf-8")
    assert page.count('class="dot"') == 2
    assert "http" not in page.replace("http-equiv", "")


def test_a_report_before_any_verification(migrate_engines: Callable, project: Path):
    text = migrate_engines("report").out.decode()
    assert "| phase unit: 90 % | unknown |" in text
    assert "The phases have not been run" in text
