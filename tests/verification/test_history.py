"""The history is only ever added to."""

from pathlib import Path

import pytest

from migrate_engines.model.problem import InputError
from migrate_engines.verification.history import GateFigures, Measured, append, read_history

FIRST = Measured("2025-09-12T10:00:00Z", "abc1234", {"legacy-use": GateFigures(3, 4, 1)})
SECOND = Measured("2025-09-13T10:00:00Z", "", {"legacy-use": GateFigures(0, 2, 1)})


def test_lines_are_added(tmp_path: Path):
    path = tmp_path / "history.jsonl"
    assert read_history(path) == ()
    append(path, FIRST)
    before = path.read_bytes()
    append(path, SECOND)
    assert path.read_bytes().startswith(before)
    assert read_history(path) == (FIRST, SECOND)
    assert [each.standing for each in (FIRST, SECOND)] == [7, 2]


def test_a_line_of_another_making_is_named(tmp_path: Path):
    path = tmp_path / "history.jsonl"
    append(path, FIRST)
    with path.open("a") as file:
        file.write('{"kind": "weather"}\n')
    with pytest.raises(InputError, match=r"history.jsonl:2: This is no line of the history"):
        read_history(path)


def test_a_place_that_cannot_be_written(tmp_path: Path):
    with pytest.raises(InputError, match="cannot be written"):
        append(tmp_path, FIRST)
