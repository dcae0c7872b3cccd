"""Whatever stands where a file is expected, the run ends and goes on with its neighbour."""

import json
import os
import socket
import subprocess
import sys

import pytest
from nasty import LEGACY, rewritten
from small_tree import Place, result_of

from migrate_engines.model.result import Failed, Rewritten
from migrate_engines.reporting.format import OutputFormat

posix = pytest.mark.skipif(os.name == "nt", reason="there are no such files on Windows")


@pytest.fixture(params=[False, True], ids=["outside-git", "in-git"], autouse=True)
def repository(place: Place, request: pytest.FixtureRequest) -> bool:
    if request.param:
        subprocess.run(["git", "init", "-q"], cwd=place.root, check=True)
    return bool(request.param)


def left_alone(place: Place, name: str = "bad.py") -> None:
    report = place.run()
    assert result_of(report, name) is None
    assert place.is_neighbour_done
    assert report.exit_code() == 0


def test_a_folder_that_is_named_like_a_file(place: Place) -> None:
    (place.root / "bad.py").mkdir()
    (place.root / "bad.py" / "inner.py").write_bytes(LEGACY)
    assert isinstance(result_of(place.run(), "bad.py/inner.py"), Rewritten)
    assert place.is_neighbour_done


def test_an_empty_file(place: Place) -> None:
    (place.root / "bad.py").write_bytes(b"")
    left_alone(place)


@posix
def test_a_pipe(place: Place) -> None:
    os.mkfifo(place.root / "bad.py")
    left_alone(place)


@posix
def test_a_socket(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place.root)  # the name of a socket must be short
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("bad.py")
        left_alone(place)


@posix
def test_a_link_to_itself(place: Place) -> None:
    (place.root / "bad.py").symlink_to("bad.py")
    left_alone(place)


@posix
def test_a_link_to_nothing(place: Place) -> None:
    (place.root / "bad.py").symlink_to("nowhere.py")
    left_alone(place)


@posix
def test_folders_that_are_links_in_a_circle(place: Place) -> None:
    (place.root / "inside").mkdir()
    (place.root / "inside" / "again").symlink_to("..")
    left_alone(place, "inside/again/good.py")


@posix
@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="an administrator reads everything"
)
def test_a_file_that_may_not_be_read(place: Place) -> None:
    (place.root / "bad.py").write_bytes(LEGACY)
    (place.root / "bad.py").chmod(0)
    report = place.run()
    assert isinstance(result_of(report, "bad.py"), Failed)
    assert place.is_neighbour_done
    assert report.exit_code() == 1


@posix
def test_names_that_are_no_text_in_every_format_of_output(place: Place, repository: bool) -> None:
    if repository:
        pytest.skip("git gives the same names")
    names = [b"two\nlines.py", b"-rf.py", b" spaces .py", b"quo\"te'.py"]
    names += [b"caf\xe9.py"] if sys.platform == "linux" else []  # elsewhere there is no such name
    paths = [place.root / os.fsdecode(name) for name in names]
    for path in paths:
        path.write_bytes(LEGACY)
    (place.root / "pyproject.toml").write_text("[tool.migrate-engines]\ncodemods = ['codemods']\n")
    also = [f"--also={each.value}={each.value}.out" for each in OutputFormat if each is not OutputFormat.JSON]
    command = [sys.executable, "-P", "-m", "migrate_engines", "--output-format", "json", *also]
    ended = subprocess.run(command, cwd=place.root, capture_output=True, check=False)
    assert ended.returncode == 0, ended.stderr.decode()
    assert len(json.loads(ended.stdout)["files"]) == len(paths) + 1
    assert all(path.read_bytes() == rewritten(LEGACY) for path in paths)
    assert place.is_neighbour_done
