"""What other programs read: each format through a reader that is not ours, or its published rules."""

import json
import re
from typing import Annotated, Literal

import msgspec
import pytest
from junitparser import Error, Failure, JUnitXml, Skipped
from markdown_it import MarkdownIt
from msgspec.structs import replace
from unidiff import PatchSet

from migrate_engines.model.finding import Finding, Outcome, UseKind
from migrate_engines.model.report import Mode
from migrate_engines.model.result import Failed, Rewritten, Unchanged
from migrate_engines.model.rule import Codemod
from migrate_engines.model.span import Place, Span
from migrate_engines.reporting import markdown
from migrate_engines.reporting.codetf import render_codetf
from migrate_engines.reporting.github import render_github
from migrate_engines.reporting.gitlab import render_gitlab
from migrate_engines.reporting.junit import render_junit
from migrate_engines.reporting.markdown import render_markdown

NASTY = "50% done,\r\nsee a::b | `c` <d> \x00\udce9"


HERE = Place(2, 3, 2, 9)


def use(message: str, outcome: Outcome = Outcome.MANUAL, place: Place = HERE) -> Finding:
    return Finding("engine", "acme.Engine", UseKind.CALL, Span(0, 1), place, outcome, message, "dynamic")


# GitHub: the runner's own reading of a command (actions/runner, ActionCommand.TryParseV2).
COMMAND = re.compile(r"::(?P<level>error|warning|notice) (?P<properties>[^:]*)::(?P<data>.*)")


def read_command(line: str) -> tuple[str, dict[str, str], str]:
    found = COMMAND.fullmatch(line)
    assert found, line
    pairs = (pair.split("=", 1) for pair in found["properties"].split(","))
    return found["level"], {name: unescaped(value) for name, value in pairs}, unescaped(found["data"])


def unescaped(text: str) -> str:
    for code, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, character)
    return text


def test_github_annotations(report):
    commands = [read_command(line) for line in render_github(report, "back/").splitlines()]
    assert [(level, told["title"]) for level, told, _ in commands] == [
        ("error", "failed"),
        ("warning", "manual: engine.missing-context"),
        ("warning", "manual: broken-import"),
        ("warning", "pending: engine"),
        ("warning", "pending: engine"),
        ("notice", "unsafe: engine"),
    ]
    _, told, data = commands[1]
    assert told == {
        "file": "back/app/worker.py",
        "line": "9",
        "endLine": "9",
        "col": "5",
        "endColumn": "13",
        "title": "manual: engine.missing-context",
    }
    assert data == "Pass the user's\ncontext."


def test_github_has_columns_only_within_one_line(make_report):
    [line] = render_github(
        make_report(Unchanged("a,b:c.py", (use("m", place=Place(2, 3, 4, 9)),)))
    ).splitlines()
    _, told, _ = read_command(line)
    assert (told["file"], told["endLine"], "col" in told) == ("a,b:c.py", "4", False)


def test_github_reads_back_what_was_said(make_report):
    [line] = render_github(make_report(Unchanged("a.py", (use(NASTY),)))).splitlines()
    assert read_command(line)[2] == NASTY


def test_what_the_baseline_knows_is_no_news(make_report):
    report = make_report(Unchanged("a.py", (replace(use("known"), is_known=True), use("new"))))
    [line] = render_github(report).splitlines()
    assert line.endswith("::new")
    [suite] = JUnitXml.fromstring(render_junit(report))
    assert [type(each) for case in suite for each in case.result] == [Skipped, Failure]
    assert "known" not in render_markdown(report).partition("###")[2]


# GitLab: the fields and values of its documentation ("Code Quality report format").
class GitlabLines(msgspec.Struct, forbid_unknown_fields=True):
    begin: Annotated[int, msgspec.Meta(ge=1)]
    end: Annotated[int, msgspec.Meta(ge=1)]


class GitlabLocation(msgspec.Struct, forbid_unknown_fields=True):
    path: Annotated[str, msgspec.Meta(pattern=r"^[^/.]")]
    lines: GitlabLines


class GitlabIssue(msgspec.Struct, forbid_unknown_fields=True):
    description: Annotated[str, msgspec.Meta(min_length=1)]
    check_name: Annotated[str, msgspec.Meta(min_length=1)]
    fingerprint: Annotated[str, msgspec.Meta(min_length=1)]
    severity: Literal["info", "minor", "major", "critical", "blocker"]
    location: GitlabLocation


def test_gitlab_code_quality(report):
    issues = msgspec.json.decode(render_gitlab(report, "back/"), type=list[GitlabIssue])
    assert [(each.severity, each.check_name, each.location.lines.begin) for each in issues] == [
        ("blocker", "failed", 1),
        ("minor", "engine", 2),
        ("minor", "engine", 3),
        ("minor", "engine", 5),
        ("major", "engine.missing-context", 9),
        ("major", "broken-import", 12),
    ]
    assert issues[1].location.path == "back/app/worker.py"
    assert len({each.fingerprint for each in issues}) == len(issues)


def test_gitlab_without_findings_is_an_empty_list(make_report):
    assert json.loads(render_gitlab(make_report())) == []


def test_junit(report):
    suites = JUnitXml.fromstring(render_junit(report, "back/"))
    assert (suites.tests, suites.failures, suites.errors) == (7, 4, 1)
    found = {
        (suite.name, case.name): [type(each) for each in case.result] for suite in suites for case in suite
    }
    assert found[("back/app/broken.py", "is processed")] == [Error]
    assert found[("back/app/worker.py", "acme.engine.Engine at 9:5")] == [Failure]
    assert found[("back/app/worker.py", "acme.engine.Engine at 5:5")] == [Skipped]


def test_junit_without_findings_passes_one_test(make_report):
    suites = JUnitXml.fromstring(render_junit(make_report()))
    assert (suites.tests, suites.failures, suites.errors) == (1, 0, 0)


def test_junit_of_texts_that_xml_cannot_hold(make_report):
    [suite] = JUnitXml.fromstring(render_junit(make_report(Unchanged("a.py", (use(NASTY),)))))
    [[result]] = [case.result for case in suite]
    assert "\\x00\\udce9" in result.text
    assert "a::b | `c` <d>" in result.text


def cells_of(text: str) -> list[list[str]]:
    """The tables of a Markdown document, as GitHub's dialect reads them."""
    rows: list[list[str]] = []
    for token in MarkdownIt("gfm-like", {"linkify": False}).disable("linkify").parse(text):
        if token.type == "tr_open":
            rows.append([])
        if token.type == "inline" and rows and token.level > 3:
            rows[-1].append("".join(each.content for each in token.children or ()))
    return rows


def test_markdown(report):
    text = render_markdown(report, "back/")
    rows = cells_of(text)
    assert ["engine", "manual", "missing-context", "1", "1"] in rows
    assert ["back/app/worker.py:9", "Engine", "engine.missing-context", "Pass the user's context."] in rows
    assert "- `back/app/broken.py`: line 3 does not parse: def" in text


def test_markdown_keeps_a_message_in_its_cell(make_report):
    rows = cells_of(render_markdown(make_report(Unchanged("a.py", (use("see a | b, `c` <d> **e**"),)))))
    assert rows[-1][-1] == "see a | b, `c` <d> **e**"


def test_a_job_summary_is_no_longer_than_it_may_be(make_report, monkeypatch):
    monkeypatch.setattr(markdown, "MOST_BYTES", 3000)
    text = render_markdown(make_report(Unchanged("a.py", tuple(use("m" * 90) for _ in range(99)))))
    assert len(text.encode()) < 3000
    shown = len(re.findall("m{90}", text))
    assert 0 < shown < 99
    assert f"and {99 - shown} more" in text


# CodeTF 2: the required keys and values of its published schema.
class CodetfChange(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    line_number: Annotated[int, msgspec.Meta(ge=1)]
    diff_side: Literal["left", "right"]
    description: Annotated[str, msgspec.Meta(min_length=1)]
    properties: dict[str, str | None]


class CodetfChangeSet(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    path: str
    diff: str
    changes: Annotated[list[CodetfChange], msgspec.Meta(min_length=1)]
    strategy: Literal["ai", "hybrid", "deterministic"]
    provisional: bool = False


class CodetfRule(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    name: str


class CodetfUnfixed(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    rule: CodetfRule
    path: str
    line_number: int
    reason: str


class CodetfResult(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    codemod: str
    summary: str
    description: str
    changeset: list[CodetfChangeSet]
    failed_files: list[str]
    unfixed_findings: list[CodetfUnfixed]


class CodetfRun(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    vendor: str
    tool: str
    version: str
    command_line: str
    elapsed: int
    directory: str


class Codetf(msgspec.Struct, forbid_unknown_fields=True):
    run: CodetfRun
    results: list[CodetfResult]


def test_codetf(report):
    codemod = Codemod("engine", "engine.py", "Retire it.", "", ())
    document = msgspec.json.decode(render_codetf(report, "back/", [codemod]), type=Codetf)
    engine, tool = document.results
    assert (engine.codemod, engine.summary) == ("migrate-engines:python/engine", "Retire it.")
    [changed] = engine.changeset
    assert (changed.path, [each.line_number for each in changed.changes]) == ("back/app/worker.py", [2, 3])
    assert [each.target_file for each in PatchSet(changed.diff)] == ["b/back/app/worker.py"]
    assert [each.reason for each in engine.unfixed_findings] == [
        "Pass the user's\ncontext.",
        "the limit is dropped",
    ]
    assert [each.path for each in tool.changeset] == ["back/app/wiring.py"]
    assert tool.failed_files == ["back/app/broken.py"]
    assert document.run.command_line == "migrate-engines --dry-run"


@pytest.mark.parametrize(
    "render", [render_gitlab, render_codetf, render_junit, render_github, render_markdown]
)
def test_every_format_takes_every_text(render, make_report):
    file = Rewritten("caf\udce9.py", b"\xe9\n", b"\xff\n", (use(NASTY), use(NASTY, Outcome.FIXED)))
    data = render(make_report(file, Failed(NASTY, NASTY), mode=Mode.CHECK))
    text = data if isinstance(data, str) else data.decode("utf-8")
    assert "50% done" in text or "50%25 done" in text
