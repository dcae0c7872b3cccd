"""Every hazard has cases, and they are what the table says of them."""

import re
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))

from documents import PLACES, REPOSITORY
from hazards import Hazard, case_file, hazards

ROWS = hazards()


def _text(name: str) -> str:
    file = case_file(name, PLACES)
    assert file, f"{name}: no such golden case. Mend tests/hazards.toml"
    return file.read_text(encoding="utf-8")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.code)
def test_every_hazard_has_a_case_or_a_test(row: Hazard) -> None:
    assert row.rewritten or row.left or row.tests
    assert all(Path(REPOSITORY, test).is_file() for test in row.tests)


@pytest.mark.parametrize("name", sorted({name for row in ROWS for name in row.rewritten}))
def test_a_case_of_what_is_rewritten_rewrites(name: str) -> None:
    assert re.search(r"^```\w+ (after|created)=", _text(name), re.MULTILINE)


@pytest.mark.parametrize("name", sorted({name for row in ROWS for name in row.left}))
def test_a_case_of_what_is_left_leaves_something(name: str) -> None:
    text = _text(name)
    is_unchanged = not re.search(r"^```\w+ (after|created)=", text, re.MULTILINE)
    assert is_unchanged or re.search(r"^\S+:\d+:\d+ (manual|unsafe|kept) ", text, re.MULTILINE)
