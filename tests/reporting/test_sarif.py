"""SARIF 2.1.0: valid by the standard's own schema, and within the limits of code scanning."""

import json
import tomllib
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from msgspec.structs import replace

from migrate_engines.model.finding import Finding, Outcome, UseKind
from migrate_engines.model.report import Mode, Report
from migrate_engines.model.result import Failed, Rewritten, Unchanged
from migrate_engines.model.rule import Codemod, ManualReview, Signature
from migrate_engines.model.span import Place, Span
from migrate_engines.reporting import sarif
from migrate_engines.reporting.sarif import render_sarif

# From the npm package @microsoft/sarif-multitool 5.7.0 (MIT), with other white space.
SCHEMA = json.loads((Path(__file__).parent / "schemas" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
CODEMOD = Codemod(
    "engine",
    "engine.py",
    "Retire acme.Engine.",
    "",
    (ManualReview("engine", "m", 1, ("acme.Engine",), Signature(()), False, "missing-context", "Pass it."),),
)


def call(line: int, outcome: Outcome = Outcome.FIXED, reason: str | None = None) -> Finding:
    place = Place(line, 1, line, 9)
    return Finding("engine", "acme.Engine", UseKind.CALL, Span(0, 8), place, outcome, "m", reason)


@pytest.fixture
def run_of() -> Callable[..., dict]:
    def run_of(report: Report, prefix: str = "") -> dict:
        log = json.loads(render_sarif(report, prefix, [CODEMOD]))
        jsonschema.validate(log, SCHEMA)
        [run] = log["runs"]
        return run

    return run_of


def test_the_schema_itself_rejects_what_is_no_sarif():
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"version": "2.1.0", "runs": [{}]}, SCHEMA)


def test_a_report_of_everything(report, run_of):
    run = run_of(report, "back end/")
    [invocation] = run["invocations"]
    [failure] = invocation["toolExecutionNotifications"]
    assert (invocation["executionSuccessful"], failure["level"]) == (False, "error")
    assert [(each["ruleId"], each["level"]) for each in run["results"]] == [
        ("engine", "warning"),
        ("engine", "warning"),
        ("engine.missing-context", "warning"),
        ("broken-import", "warning"),
        ("engine", "note"),
        ("engine", "warning"),
    ]
    manual = run["results"][2]
    assert manual["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "back%20end/app/worker.py", "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": 9, "startColumn": 5, "endLine": 9, "endColumn": 13},
            }
        }
    ]
    assert run["results"][-1]["suppressions"] == [{"kind": "inSource"}]
    assert run["columnKind"] == "unicodeCodePoints"


def test_rules_are_those_of_the_results_with_their_help(report, run_of):
    run = run_of(report)
    rules = run["tool"]["driver"]["rules"]
    assert [rules[each["ruleIndex"]]["id"] for each in run["results"]] == [
        each["ruleId"] for each in run["results"]
    ]
    told = {rule["id"]: (rule["shortDescription"]["text"], rule["help"]["text"]) for rule in rules}
    assert told["engine.missing-context"] == ("Retire acme.Engine.", "Pass it.")
    assert told["broken-import"][1].startswith("The module does not have this name")


def test_a_fingerprint_stays_when_the_use_moves(make_report, run_of):
    def prints(*lines):
        results = run_of(make_report(Unchanged("a.py", tuple(call(each) for each in lines))))["results"]
        return [each["partialFingerprints"]["migrateEngines/v1"] for each in results]

    assert prints(3, 9) == prints(4, 70)
    assert len(set(prints(3, 9))) == 2


def applied(log_fix: dict, text: str) -> str:
    """What a consumer of the standard makes of the text: regions of whole lines, the last one first."""
    [change] = log_fix["artifactChanges"]
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    for each in reversed(change["replacements"]):
        region = each["deletedRegion"]
        start = starts[region["startLine"] - 1] + region["startColumn"] - 1
        end = starts[region["endLine"] - 1] + region["endColumn"] - 1
        text = text[:start] + each["insertedContent"]["text"] + text[end:]
    return text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a\nb\nc\n", "a\nX\nc\n"),
        ("a\nb\n", "import q\na\nX\n"),
        ("a\nb", "a\nX\nY"),
        ("a\nb", "a\n"),
        ("a", "b"),
        ("a\n\fb\n", "a\n\fX\nc\n"),
        ("é\nb\n", "é\nX\n"),
    ],
)
def test_the_fix_of_a_file_gives_its_new_text(before, after, make_report, run_of):
    rewritten = Rewritten("a.py", before.encode(), after.encode(), (call(1), call(2)))
    first, second = run_of(make_report(rewritten))["results"]
    [fix] = first["fixes"]
    assert applied(fix, before) == after
    assert "fixes" not in second


def test_what_is_written_is_no_result_and_the_rest_has_moved(make_report, run_of):
    findings = (call(1), call(3, Outcome.MANUAL, "dynamic"))
    rewritten = Rewritten("a.py", b"a\nb\nc\n", b"import q\nx\nb\nc\n", findings)
    [result] = run_of(make_report(rewritten, mode=Mode.APPLY))["results"]
    assert result["locations"][0]["physicalLocation"]["region"]["startLine"] == 4
    assert "fixes" not in result


def test_a_use_on_a_changed_line_is_the_whole_line(make_report, run_of):
    rewritten = Rewritten("a.py", b"Engine(a, b)\n", b"New(a)\n", (call(1, Outcome.MANUAL, "dynamic"),))
    [result] = run_of(make_report(rewritten, mode=Mode.APPLY))["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 7}


def test_what_the_baseline_knows_is_unchanged_and_the_rest_new(make_report, run_of):
    known = replace(call(1, Outcome.MANUAL, "dynamic"), is_known=True)
    results = run_of(make_report(Unchanged("a.py", (known, call(2, Outcome.MANUAL, "dynamic")))))["results"]
    assert [each["baselineState"] for each in results] == ["unchanged", "new"]
    [alone] = run_of(make_report(Unchanged("a.py", (call(1),))))["results"]
    assert "baselineState" not in alone


def test_no_more_results_than_code_scanning_takes(make_report, run_of, monkeypatch):
    monkeypatch.setattr(sarif, "MOST_RESULTS", 2)
    findings = (call(1, Outcome.UNSAFE), call(2), call(3, Outcome.MANUAL, "dynamic"))
    run = run_of(make_report(Unchanged("a.py", findings)))
    assert [each["properties"]["outcome"] for each in run["results"]] == ["fixed", "manual"]
    [told] = run["invocations"][0]["toolExecutionNotifications"]
    assert told["message"]["text"].startswith("1 of 3 findings are left out")


def test_a_file_name_that_is_no_utf8(make_report, run_of):
    report = make_report(Unchanged("caf\udce9.py", (call(1),)), Failed("\udce9.py", "no \udce9"))
    [result] = run_of(report)["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "caf%E9.py"


def test_no_address_is_made_up_while_the_project_has_none(report):
    """When this fails, the project has an address: say it as ``informationUri`` and ``helpUri``, too."""
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))[
        "project"
    ]
    assert "urls" not in project
    text = render_sarif(report, "", [CODEMOD]).decode()
    assert "informationUri" not in text
    assert "helpUri" not in text
