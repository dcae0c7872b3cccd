"""What `migrate-engines run` asks of the tree, and where it puts the answer."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from migrate_engines.cli import progress
from migrate_engines.cli.output import emit, repository_prefix
from migrate_engines.model.finding import Finding, Outcome, UseKind
from migrate_engines.model.problem import InputError
from migrate_engines.model.report import Mode, Report
from migrate_engines.model.result import Failed, Rewritten
from migrate_engines.model.span import Place, Span
from migrate_engines.reporting.format import OutputFormat
from migrate_engines.running.request import Request

MANUAL = Finding(
    codemod="engine",
    symbol="acme.Engine",
    kind=UseKind.CALL,
    span=Span(0, 1),
    place=Place(3, 1, 3, 9),
    outcome=Outcome.MANUAL,
    message="Pass a context → now.",
    reason="missing-context",
)
LINE = "a.py:3:1: manual engine [missing-context] Pass a context → now."
DIFF = b"diff --git a/a.py b/a.py\n--- a/a.py\n+++ b/a.py\n@@ -1 +1 @@\n-# caf\xe9\r\n+# tea\r\n"


def pending(mode: Mode) -> Report:
    rewritten = Rewritten("a.py", b"# caf\xe9\r\n", b"# tea\r\n", (MANUAL,))
    return Report(".", mode, 2, 1, (rewritten,), notes=("the index was rebuilt",))


def broken(mode: Mode) -> Report:
    return Report(".", mode, 1, 1, (Failed("a.py", "line 1 does not parse"),))


def test_the_defaults_are_those_of_the_request(migrate_engines, answer_with, tmp_path):
    fake = answer_with(pending)
    migrate_engines()
    assert fake.request == Request()
    assert fake.settings.root == tmp_path


def test_every_option_reaches_the_request(migrate_engines, answer_with, tmp_path):
    fake = answer_with(pending)
    (tmp_path / "src").mkdir()
    migrate_engines(
        *("src", "--check", "--unsafe", "--allow-dirty", "--module", "acme.agents"),
        *("--select", "one, two", "--select", "three", "--ignore", "four"),
    )
    assert fake.request == Request(
        paths=(Path("src"),),
        mode=Mode.CHECK,
        unsafe=True,
        select=("one", "two", "three"),
        ignore=("four",),
        module="acme.agents",
        allow_dirty=True,
    )


def test_the_settings_of_the_paths_hold_not_those_of_this_folder(migrate_engines, answer_with, tmp_path):
    fake = answer_with(pending)
    other = tmp_path / "other"
    other.mkdir()
    (other / "pyproject.toml").write_text("[tool.migrate-engines]\nunsafe = true\n")
    migrate_engines("other/a.py", "other/b.py")
    assert (fake.settings.root, fake.request.unsafe) == (other, True)
    migrate_engines("other/a.py", "c.py")
    assert (fake.settings.root, fake.request.unsafe) == (tmp_path, False)
    migrate_engines("c.py", "--config", "other/pyproject.toml")
    assert fake.settings.root == other


@pytest.mark.parametrize(
    ("options", "mode", "code"),
    [
        ([], Mode.APPLY, 0),
        (["--dry-run"], Mode.DRY_RUN, 0),
        (["--diff"], Mode.DRY_RUN, 0),
        (["--output-format", "diff"], Mode.APPLY, 0),
        (["--check"], Mode.CHECK, 1),
        (["--check", "--diff"], Mode.CHECK, 1),
        (["--check", "--dry-run"], Mode.CHECK, 1),
        (["--check", "--exit-zero"], Mode.CHECK, 0),
    ],
)
def test_modes_and_exit_codes(options, mode, code, migrate_engines, answer_with):
    fake = answer_with(pending)
    assert migrate_engines(*options).code == code
    assert fake.request.mode is mode


def test_a_failed_file_is_1(migrate_engines, answer_with):
    answer_with(broken)
    assert migrate_engines().code == 1
    assert migrate_engines("--exit-zero").code == 0


@pytest.mark.parametrize("option", ["--dry-run", "--diff"])
def test_a_dry_run_puts_the_diff_on_stdout_and_the_findings_on_stderr(option, migrate_engines, answer_with):
    answer_with(pending)
    ended = migrate_engines(option)
    assert ended.out == DIFF
    assert ended.err.splitlines()[0] == LINE
    assert ended.err.splitlines()[-2:] == [
        "1 file would be rewritten (1 manual)",
        "note: the index was rebuilt",
    ]


def test_without_a_diff_the_findings_are_the_data(migrate_engines, answer_with):
    answer_with(pending)
    ended = migrate_engines()
    assert ended.out.decode().splitlines()[0] == LINE
    assert ended.out.decode().splitlines()[-1] == "1 file rewritten (1 manual)"
    assert ended.err == "note: the index was rebuilt\n"


def test_statistics_are_the_counts_alone(migrate_engines, answer_with):
    answer_with(pending)
    assert migrate_engines("--check", "--statistics").out.decode().splitlines() == [
        "codemod  outcome  reason           uses  files",
        "engine   manual   missing-context     1      1",
        "",
        "1 file would be rewritten (1 manual)",
    ]


def test_quiet_leaves_the_data(migrate_engines, answer_with):
    answer_with(pending)
    ended = migrate_engines("--quiet")
    assert (ended.out.decode(), ended.err) == (f"{LINE}\n", "")
    ended = migrate_engines("--quiet", "--dry-run")
    assert (ended.out, ended.err) == (DIFF, "")


def test_quiet_does_not_hide_a_failure(migrate_engines, answer_with):
    answer_with(broken)
    assert migrate_engines("--quiet").out == b"a.py: failed line 1 does not parse\n"
    assert migrate_engines("--quiet", "--diff").err == "a.py: failed line 1 does not parse\n"


def test_json(migrate_engines, answer_with):
    answer_with(pending)
    ended = migrate_engines("--output-format", "json", "--dry-run")
    assert json.loads(ended.out)["summary"]["manual"] == 1
    assert ended.err.splitlines() == ["1 file would be rewritten (1 manual)", "note: the index was rebuilt"]


def test_an_output_file_takes_the_data(migrate_engines, answer_with, tmp_path):
    answer_with(pending)
    ended = migrate_engines("--output-format", "json", "--output-file", "out.json")
    assert ended.out == b""
    assert json.loads((tmp_path / "out.json").read_text())["dry_run"] is False


def test_further_formats_of_the_same_run(migrate_engines, answer_with, tmp_path):
    answer_with(pending)
    ended = migrate_engines("--dry-run", "--also", "sarif=out.sarif", "--also", "markdown=out.md")
    assert ended.out == DIFF
    [run] = json.loads((tmp_path / "out.sarif").read_text())["runs"]
    assert len(run["results"]) == 1
    assert "Pass a context → now." in (tmp_path / "out.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [each for each in OutputFormat if each not in ("text", "diff")])
def test_every_format_goes_to_stdout_and_the_total_beside_it(name, migrate_engines, answer_with):
    answer_with(pending)
    ended = migrate_engines("--check", "--output-format", name)
    assert ended.err.splitlines()[0] == "1 file would be rewritten (1 manual)"
    assert ended.out.endswith(b"\n")
    assert ended.code == 1


def test_an_output_file_that_cannot_be_written(tmp_path):
    with pytest.raises(InputError, match="The output cannot be written"):
        emit("text", tmp_path)


def test_a_root_inside_a_repository_shows_in_the_diff(migrate_engines, answer_with, tmp_path, monkeypatch):
    answer_with(pending)
    (tmp_path / ".git").mkdir()
    inner = tmp_path / "back" / "end"
    inner.mkdir(parents=True)
    (inner / "pyproject.toml").write_text("[tool.migrate-engines]\n")
    monkeypatch.chdir(inner)
    assert migrate_engines("--diff").out.startswith(b"diff --git a/back/end/a.py b/back/end/a.py\n")
    assert repository_prefix(tmp_path) == ""


def test_a_console_that_lacks_a_character_shows_its_escape():
    script = "import sys; from migrate_engines.cli import main, output; main._never_fail_to_print(); "
    script += "output.emit('a \\u2192 b\\n', None); output.emit(b'\\xff\\n', None); output.note('\\u2192')"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONIOENCODING": "cp1252"}
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, env=environment, check=True)
    assert (ended.stdout, ended.stderr) == (b"a \\u2192 b\n\xff\n", b"\\u2192\n")


def test_a_reader_that_leaves_early_is_no_error():
    script = (
        "from migrate_engines.cli import output; output.emit(b'x' * 10_000_000, None); raise SystemExit(7)"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    ) as process:
        process.stdout.read(1)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 7


def test_progress_is_for_terminals(monkeypatch):
    terminal = io.StringIO()
    terminal.isatty = lambda: True
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    assert not progress.is_wanted(quiet=False)
    monkeypatch.setattr(sys, "stderr", terminal)
    assert progress.is_wanted(quiet=False)
    assert not progress.is_wanted(quiet=True)


def test_progress_returns_the_items_unchanged(monkeypatch):
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    assert list(progress.shown(["a", "b"], "Reading")) == ["a", "b"]
