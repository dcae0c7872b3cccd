"""The documents say what the code does, and every code of a reason is one that a user can meet."""

import sys
from pathlib import Path

import pytest
from msgspec.structs import fields

sys.path.append(str(Path(__file__).parent))

from documents import PLACES, cases_of, documents
from settings_reference import TABLES, described

from migrate_engines.model.reason import EXPLANATIONS, Reason

# Reasons that no golden case can show, each with where it is tested.
ELSEWHERE = {
    Reason.HELPER_MISSING: "a run on a list of files: tests/running/test_run.py",
    Reason.INVALID_RESULT: "a bug of a rule or of the tool: tests/emitting",
    Reason.NEWER_SYNTAX: "a Bowler query: tests/queries/golden",
    Reason.NOT_WRITTEN: "a file that cannot be written: tests/running/test_writing.py",
    Reason.UNPROVEN: "a Bowler query: tests/queries/golden",
}


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.name)
def test_a_document_is_what_make_docs_writes(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == documents()[path], "run `make docs` and read the diff"


@pytest.mark.parametrize("shape", TABLES.values(), ids=TABLES)
def test_every_setting_is_explained(shape: type) -> None:
    tables = {"inventory", "compliance", "verify", "root", "name"}
    assert described(shape).keys() - tables == {each.name for each in fields(shape)} - tables


def test_every_reason_is_explained() -> None:
    assert EXPLANATIONS.keys() == set(Reason)


def test_every_reason_is_carried_by_a_finding_of_a_case() -> None:
    cases = [case for place in PLACES for case in cases_of(place)]
    carried = {line.reason.partition(":")[0] for case in cases for line in case.findings or ()}
    assert {code for code in Reason if code not in carried} == ELSEWHERE.keys()
