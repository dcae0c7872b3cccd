"""The JSON that other programs rely on: exact, key by key."""

import json

from msgspec.structs import replace

from migrate_engines import __version__
from migrate_engines.model.report import Mode
from migrate_engines.model.result import Skipped
from migrate_engines.reporting.json import render_json

FINDING_KEYS = [
    "codemod",
    "symbol",
    "kind",
    "line",
    "column",
    "end_line",
    "end_column",
    "outcome",
    "reason",
    "message",
    "proof",
    "known",
]


def test_the_head_of_the_report(report):
    document = json.loads(render_json(report))
    files = document.pop("files")
    assert document == {
        "schema_version": 1,
        "tool_version": __version__,
        "root": ".",
        "dry_run": True,
        "run": None,
        "summary": {
            "files_scanned": 9,
            "files_matched": 6,
            "files_rewritten": 2,
            "files_failed": 1,
            "fixed": 2,
            "unsafe": 1,
            "manual": 2,
            "suppressed": 1,
            "kept": 1,
        },
    }
    assert [(file["path"], file["result"], file["message"], len(file["findings"])) for file in files] == [
        ("app/broken.py", "failed", "line 3 does not parse:\n  def", 0),
        ("app/kept.py", "unchanged", None, 1),
        ("app/old.py", "skipped", "generated", 0),
        ("app/wiring.py", "rewritten", None, 0),
        ("app/worker.py", "rewritten", None, 6),
    ]


def test_a_finding(report):
    [finding] = json.loads(render_json(report))["files"][1]["findings"]
    assert list(finding) == FINDING_KEYS
    assert finding == {
        "codemod": "engine",
        "symbol": "acme.engine.Engine",
        "kind": "call",
        "line": 4,
        "column": 5,
        "end_line": 4,
        "end_column": 13,
        "outcome": "kept",
        "reason": "expected-failure",
        "message": "m",
        "proof": {
            "chain": ["acme.old.Engine", "acme.engine.Engine"],
            "bindings": [{"name": "Engine", "line": 2}],
            "overloads": [
                {"rule": "per_user", "signature": "(context)", "answer": "yes", "why": ""},
                {"rule": "pair", "signature": "(a, b)", "answer": "no", "why": "b is missing"},
            ],
            "arguments": [{"parameter": "context", "text": "ctx"}, {"parameter": "limit", "text": None}],
            "evaluation": "every argument is a name",
            "notes": ["the limit is dropped"],
        },
        "known": False,
    }


def test_keys_come_in_the_documented_order(report):
    document = json.loads(render_json(report))
    assert list(document) == ["schema_version", "tool_version", "root", "dry_run", "run", "summary", "files"]
    assert list(document["files"][0]) == ["path", "result", "message", "findings"]


def test_a_run_that_writes_is_no_dry_run(make_report):
    assert json.loads(render_json(make_report(mode=Mode.APPLY)))["dry_run"] is False


def test_a_file_name_that_is_not_utf8(make_report):
    [file] = json.loads(render_json(make_report(Skipped("caf\udce9.py", "unreadable"))))["files"]
    assert file["path"] == "caf\\udce9.py"


def test_a_run_that_wrote_has_its_name(make_report):
    report = replace(make_report(mode=Mode.APPLY), run="7")
    assert json.loads(render_json(report))["run"] == "7"
