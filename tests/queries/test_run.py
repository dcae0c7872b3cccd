"""What a person may leave out of a run, and what is asked about."""

from pathlib import Path

import pytest

from migrate_engines.model.report import Mode, Report
from migrate_engines.model.result import Rewritten
from migrate_engines.running.request import Request
from migrate_engines.settings import Settings
from migrate_engines.workflow.questions import Answer, questions, settle

pytest.importorskip("bowler", reason="Bowler is not installed: pip install 'migrate-engines[bowler]'")

QUERY = "from bowler import Query\nQuery().select_function('old').rename('new').write()\n"
TEXT = b"from lib import *\r\nold(1)\r\nold(2)\r\nx = 1\r\nold(3)"


def run(folder: Path, request: Request) -> Report:
    from migrate_engines.queries.load import described
    from migrate_engines.queries.run import QueryRun

    query = folder / "q.py"
    query.write_text(QUERY)
    (folder / "a.py").write_bytes(TEXT)
    return QueryRun(query)(request, Settings(folder), (described(query),))


def test_each_change_is_a_question_and_can_be_declined(tmp_path: Path) -> None:
    report = run(tmp_path, Request(mode=Mode.DRY_RUN, keeps_journal=False))
    asked = questions(report)
    assert [each.call and each.call.place.line for each in asked] == [2, 3, 5]
    answers = iter([Answer.YES, Answer.NO, Answer.YES])
    choices = settle(asked, lambda question: next(answers))
    again = run(tmp_path, Request(keeps_journal=False, declined=frozenset(choices.declined)))
    (result,) = again.results
    assert isinstance(result, Rewritten)
    assert [each.place.line for each in result.findings] == [2, 5]
    expected = TEXT.replace(b"old(1)", b"new(1)").replace(b"old(3)", b"new(3)")
    assert (tmp_path / "a.py").read_bytes() == expected


def test_a_file_can_be_skipped(tmp_path: Path) -> None:
    report = run(tmp_path, Request(keeps_journal=False, skipped=frozenset({"a.py"})))
    assert (report.results, report.files_scanned) == ((), 1)
    assert (tmp_path / "a.py").read_bytes() == TEXT
