"""Two runs at once in one tree."""

import os
import subprocess
import sys

import pytest

from migrate_engines.journal.home import find_home
from migrate_engines.journal.lock import locked
from migrate_engines.model.problem import InputError

HOLD = """
import sys
from pathlib import Path
from migrate_engines.journal.lock import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def other(tmp_path):
    """Another process that holds the lock until its input ends."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, env=environment, text=True, **pipes) as process:
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_the_second_is_refused_and_told_of_the_first(tmp_path, other):
    with pytest.raises(InputError) as refused, locked(tmp_path):
        pass
    told = str(refused.value)
    assert f"Another run is at work in this tree (process {other.pid} on " in told
    assert told.endswith("Wait until it has ended, then run again.")


def test_the_lock_of_a_killed_process_is_free(tmp_path, other):
    other.kill()
    other.wait()
    with locked(tmp_path):
        pass


def test_it_is_free_again_when_the_first_has_ended(tmp_path):
    for _ in range(2):
        with locked(tmp_path):
            assert (tmp_path / "holder").exists()
    assert not (tmp_path / "holder").exists()


def test_trees_do_not_lock_each_other(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    with locked(find_home(tmp_path / "one").folder), locked(find_home(tmp_path / "two").folder):
        pass


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with (
        pytest.raises(InputError, match=r"The journal cannot be written: .*Nothing was changed"),
        locked(tmp_path / "file" / "journal"),
    ):
        pass
