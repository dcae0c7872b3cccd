"""What people read."""

from msgspec.structs import replace

from migrate_engines.model.report import Mode
from migrate_engines.model.result import Rewritten, Unchanged
from migrate_engines.reporting.text import render_findings, render_text, render_total


def test_findings_that_need_a_person_then_the_summary(report):
    assert render_text(report) == (
        "app/broken.py: failed line 3 does not parse: def\n"
        "app/worker.py:5:5: unsafe engine the limit is dropped\n"
        "app/worker.py:9:5: manual engine [missing-context] Pass the user's context.\n"
        "app/worker.py:12:5: manual - [broken-import] m\n"
        "\n"
        "codemod  outcome     reason            uses  files\n"
        "engine   fixed       -                    2      1\n"
        "engine   unsafe      -                    1      1\n"
        "engine   manual      missing-context      1      1\n"
        "engine   suppressed  -                    1      1\n"
        "engine   kept        expected-failure     1      1\n"
        "-        manual      broken-import        1      1\n"
        "\n"
        "2 files would be rewritten, 1 of them new "
        "(2 fixed, 1 unsafe, 2 manual, 1 suppressed, 1 kept), 1 skipped, 1 failed\n"
    )


def test_verbose_lists_every_finding_and_skip(report):
    assert render_findings(report, verbose=True).splitlines() == [
        "app/broken.py: failed line 3 does not parse: def",
        "app/kept.py:4:5: kept engine [expected-failure] m",
        "app/old.py: skipped generated",
        "app/worker.py:2:5: fixed engine m",
        "app/worker.py:3:5: fixed engine m",
        "app/worker.py:5:5: unsafe engine the limit is dropped",
        "app/worker.py:7:5: suppressed engine m",
        "app/worker.py:9:5: manual engine [missing-context] Pass the user's context.",
        "app/worker.py:12:5: manual - [broken-import] m",
    ]


def test_a_check_lists_pending_edits_too(report):
    lines = render_findings(replace(report, mode=Mode.CHECK)).splitlines()
    assert "app/worker.py:2:5: fixed engine m" in lines
    assert not any("kept" in line for line in lines)


def test_the_total_of_a_run_that_wrote(make_report):
    assert render_total(make_report(Rewritten("a.py", b"a", b"b"), mode=Mode.APPLY)) == "1 file rewritten"


def test_nothing_found(make_report):
    report = make_report(Unchanged("a.py"), mode=Mode.APPLY)
    assert render_text(report) == "no use of a retired symbol in 9 files\n"
