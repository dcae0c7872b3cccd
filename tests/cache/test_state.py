"""Files are read again exactly where the system's word that they are the same cannot be taken."""

import os
import time
from pathlib import Path

import pytest

from migrate_engines.cache.state import TreeState, is_still, state_of, unknown_stamps
from migrate_engines.tree.digest import digest_of
from migrate_engines.tree.git_files import Stamp, stamp_of

LATER = 60 * 10**9


def looked_at(root: Path) -> dict[str, Stamp]:
    return {each.name: stamp_of(os.lstat(each)) for each in root.iterdir()}


def taken(root: Path, before: TreeState, after: int = LATER) -> TreeState:
    """The state of a root, so long after its files were written."""
    found = looked_at(root)
    return state_of(root, found, before, max(modified for _, modified, _, _ in found.values()) + after)


def marked(state: TreeState) -> TreeState:
    """A state with digests that no file has, to be seen where a file is not read."""
    return TreeState(state.taken, {path: (*known[:4], b"not read") for path, known in state.files.items()})


def test_every_file_is_known_by_what_it_holds(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"a")
    (tmp_path / "b.py").write_bytes(b"b")
    assert taken(tmp_path, TreeState()).digests() == {"a.py": digest_of(b"a"), "b.py": digest_of(b"b")}


def test_a_file_that_is_the_same_is_not_read_again(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"a")
    before = marked(taken(tmp_path, TreeState()))
    assert taken(tmp_path, before).digests() == {"a.py": b"not read"}


@pytest.mark.parametrize("text", [b"longer", b"b"])
def test_a_file_that_changed_is_read_again(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "a.py"
    path.write_bytes(b"a")
    before = marked(taken(tmp_path, TreeState()))
    os.utime(path, ns=(0, path.stat().st_mtime_ns + 1))
    path.write_bytes(text)
    assert taken(tmp_path, before).digests() == {"a.py": digest_of(text)}


@pytest.mark.skipif(os.name == "nt", reason="Windows does not tell when anything of a file changed")
def test_another_content_of_the_same_size_and_time_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_bytes(b"a")
    times = path.stat()
    before = marked(taken(tmp_path, TreeState()))
    path.write_bytes(b"b")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert path.stat().st_mtime_ns == times.st_mtime_ns
    assert taken(tmp_path, before).digests() == {"a.py": digest_of(b"b")}


def test_a_file_that_has_just_changed_is_read_every_time(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"a")
    before = marked(taken(tmp_path, TreeState(), after=0))
    assert taken(tmp_path, before).digests() == {"a.py": digest_of(b"a")}


def test_a_file_from_the_future_is_read_every_time(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"a")
    before = marked(taken(tmp_path, TreeState(), after=-LATER))
    assert taken(tmp_path, before).digests() == {"a.py": digest_of(b"a")}


def test_after_the_clock_went_back_every_file_is_read_again(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"a")
    before = marked(taken(tmp_path, TreeState(), after=2 * LATER))
    assert taken(tmp_path, before, after=LATER).digests() == {"a.py": digest_of(b"a")}


def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"a")
    found = looked_at(tmp_path)
    (tmp_path / "a.py").unlink()
    with pytest.raises(OSError, match=r"a\.py"):
        state_of(tmp_path, found, TreeState(), 0)


@pytest.mark.parametrize("after", [0, LATER])
def test_a_tree_is_still_the_same_while_no_file_changes(tmp_path: Path, after: int) -> None:
    path = tmp_path / "a.py"
    path.write_bytes(b"one")
    state = taken(tmp_path, TreeState(), after)
    unknown = unknown_stamps(state, looked_at(tmp_path))
    assert bool(unknown) == (after == 0)
    assert is_still(tmp_path, state, unknown, state.files)
    os.utime(path, (1, 1))
    assert not is_still(tmp_path, state, unknown, state.files)
    path.unlink()
    with pytest.raises(FileNotFoundError):
        is_still(tmp_path, state, unknown, state.files)


@pytest.mark.skipif(os.name == "nt", reason="Windows does not tell when anything of a file changed")
def test_a_file_that_changed_for_a_moment_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_bytes(b"one")
    times = path.stat()
    state = taken(tmp_path, TreeState(), 0)
    unknown = unknown_stamps(state, looked_at(tmp_path))
    time.sleep(0.02)
    for text in (b"two", b"one"):
        path.write_bytes(text)
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert not is_still(tmp_path, state, unknown, state.files)
