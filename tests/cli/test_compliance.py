"""``compliance`` and ``run --check`` from end to end, on a small tree with a codemod."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

TABLE = (
    '[tool.migrate-engines]\ncodemods = ["codemods"]\n'
    '[tool.migrate-engines.inventory]\npatterns = ["*Engine*"]\ncanonical = "acme.engine.Engine"\n'
)
CODEMOD = '''"""Retire the old engine's constructor."""
from acme.engine import Engine

from migrate_engines.codemod import keep, manual, rewrite


@keep(Engine)
def canonical(context): ...


@rewrite("acme.engine.old_engine")
def built(registry, context):
    return Engine(context)


@manual("acme.engine.old_engine", reason="missing-context", help="Pass the context.")
def anonymous(registry): ...
'''
ENGINE = """class Engine:
    def __init__(self, context):
        self.context = context

    def execute(self, task):
        return self.context.run(task)


def old_engine(registry, context=None):
    return Engine(context)
"""
WORKER = """from acme.engine import old_engine


def work(registry):
    return old_engine(registry)
"""
BASELINE = "migrate-engines-baseline.json"


@pytest.fixture
def project(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    files = {
        "pyproject.toml": TABLE,
        "codemods/old.py": CODEMOD,
        "acme/engine.py": ENGINE,
        "acme/worker.py": WORKER,
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_text_names_place_rule_and_remedy(migrate_engines: Callable, project: Path):
    ended = migrate_engines("compliance")
    text = ended.out.decode()
    assert ended.code == 1
    assert "legacy-use\n  rule: Nothing uses what is retired" in text
    assert "  do: Run `migrate-engines`, or migrate the use by hand.\n" in text
    assert "  acme/worker.py:5: call of acme.engine.old_engine [missing-context]\n" in text
    assert "      do: Pass the context." in text
    assert text.endswith("16 gates over 2 files: 1 fails (1 new finding), 12 pass, 3 not judged\n")


def test_json(migrate_engines: Callable, project: Path):
    ended = migrate_engines("compliance", "--output-format", "json")
    report = json.loads(ended.out)
    assert report["summary"] == {
        "files_scanned": 2,
        "files_failed": 0,
        "new": 1,
        "known": 0,
        "suppressed": 0,
    }
    (finding,) = report["findings"]
    assert (finding["code"], finding["path"], finding["line"], finding["status"]) == (
        "legacy-use",
        "acme/worker.py",
        5,
        "new",
    )
    assert [gate["result"] for gate in report["gates"] if gate["code"] == "registry-uses-other"] == [
        "not judged"
    ]


def test_markdown_to_a_file(migrate_engines: Callable, project: Path):
    ended = migrate_engines("compliance", "--output-format", "markdown", "--output-file", "gates.md")
    text = (project / "gates.md").read_text(encoding="utf-8")
    assert (ended.code, ended.out) == (1, b"")
    assert "- `acme/worker.py:5` call of acme.engine.old\\_engine \\[missing\\-context\\]" in text


def test_the_baseline_begins_and_grows_only_when_it_may(migrate_engines: Callable, project: Path):
    refused = migrate_engines("compliance", "--update-baseline")
    assert (refused.code, (project / BASELINE).exists()) == (1, False)
    assert f"refused: there is no {BASELINE} yet" in refused.err
    begun = migrate_engines("compliance", "--update-baseline", "--allow-growth")
    assert (begun.code, begun.err) == (0, f"{BASELINE}: 1 finding\n")
    before = (project / BASELINE).read_bytes()
    (project / "acme/other.py").write_text(WORKER)
    refused = migrate_engines("compliance", "--update-baseline")
    assert (refused.code, (project / BASELINE).read_bytes()) == (1, before)
    assert f"refused: {BASELINE} would grow by 1" in refused.err
    assert migrate_engines("compliance", "--update-baseline", "--allow-growth").code == 0
    assert migrate_engines("compliance").code == 0


def test_the_baseline_shrinks(migrate_engines: Callable, project: Path):
    migrate_engines("compliance", "--update-baseline", "--allow-growth")
    (project / "acme/worker.py").write_text("")
    ended = migrate_engines("compliance")
    assert ended.code == 0
    assert b"1 finding of the baseline is settled" in ended.out
    assert migrate_engines("compliance", "--update-baseline").code == 0
    assert json.loads((project / BASELINE).read_bytes())["findings"] == []


def test_growth_is_no_option_of_its_own(migrate_engines: Callable, project: Path):
    assert migrate_engines("compliance", "--allow-growth").code == 2


def test_check_lets_pass_what_the_baseline_knows(migrate_engines: Callable, project: Path):
    assert migrate_engines("--check").code == 1
    migrate_engines("compliance", "--update-baseline", "--allow-growth")
    ended = migrate_engines("--check")
    assert (ended.code, ended.out.splitlines()[-1]) == (
        0,
        b"0 files would be rewritten (1 manual, 1 kept), 1 in the baseline",
    )
    report = json.loads(migrate_engines("--check", "--output-format", "json").out)
    assert {each["kind"]: each["known"] for file in report["files"] for each in file["findings"]} == {
        "call": True,
        "import": False,
    }
    with (project / "acme/worker.py").open("a") as file:
        file.write("\n\ndef more(registry):\n    return old_engine(registry)\n")
    again = migrate_engines("--check")
    assert again.code == 1
    assert b"acme/worker.py:9:12: manual" in again.out
    assert b"acme/worker.py:5:12: manual" not in again.out


def test_check_never_lets_a_safe_edit_pass(migrate_engines: Callable, project: Path):
    (project / "acme/worker.py").write_text(WORKER.replace("registry)\n", "registry, registry.context)\n", 2))
    migrate_engines("compliance", "--update-baseline", "--allow-growth")
    assert migrate_engines("compliance").code == 0
    assert migrate_engines("--check").code == 1


def test_a_suppressed_finding_is_not_pending(migrate_engines: Callable, project: Path):
    (project / "acme/worker.py").write_text(
        WORKER.replace(
            "old_engine(registry)\n",
            "old_engine(registry)  # migrate-engines: ignore[missing-context] -- a tool\n",
        )
    )
    assert migrate_engines("--check").code == 0
    ended = migrate_engines("compliance", "--verbose")
    assert ended.code == 0
    assert b"    because: a tool\n" in ended.out


def test_a_baseline_that_is_none_is_an_error(migrate_engines: Callable, project: Path):
    (project / BASELINE).write_text("[")
    for arguments in (["compliance"], ["--check"]):
        ended = migrate_engines(*arguments)
        assert ended.code == 2
        assert "This is no baseline" in ended.err
