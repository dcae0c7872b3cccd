"""What steps have made is there for the next run, and what nobody asks for any more goes."""

from pathlib import Path

import pytest

from migrate_engines.cache.folder import CacheFolder
from migrate_engines.cache.state import TreeState
from migrate_engines.cache.steps import CachedSteps
from migrate_engines.tree.digest import digest_of

STEP, OTHER_STEP = digest_of(b"step"), digest_of(b"other step")
ONE, TWO = digest_of(b"1"), digest_of(b"2")
STATE = TreeState(0, {"a.py": (1, 2, 3, 4, ONE)})
RESULT = b"\xa6result"


@pytest.fixture
def folder(tmp_path: Path) -> CacheFolder:
    return CacheFolder(tmp_path / "cache")


def opened(folder: CacheFolder, name: str = "name") -> CachedSteps:
    return CachedSteps(folder, name, STATE)


def filled(folder: CacheFolder) -> None:
    steps = opened(folder)
    for step in (STEP, OTHER_STEP):
        for contents in (ONE, TWO):
            steps.keep(step, contents, RESULT)
    steps.save(is_whole=True)


def test_what_was_kept_is_found_in_the_next_run(folder: CacheFolder) -> None:
    filled(folder)
    assert opened(folder).find(STEP, ONE) == RESULT
    assert opened(folder).find(STEP, digest_of(b"3")) is None
    assert opened(folder).find(digest_of(b"third step"), ONE) is None
    assert opened(folder, "another").find(STEP, ONE) is None


def test_it_is_found_in_the_same_run(folder: CacheFolder) -> None:
    steps = opened(folder)
    steps.keep(STEP, ONE, RESULT)
    assert steps.find(STEP, ONE) == RESULT


def test_the_contents_of_the_tree_are_known(folder: CacheFolder) -> None:
    assert opened(folder).digest("a.py") == ONE
    assert opened(folder).digest("b.py") is None


def test_a_run_over_the_whole_tree_leaves_what_it_did_not_ask_for(folder: CacheFolder) -> None:
    filled(folder)
    steps = opened(folder)
    assert steps.find(STEP, ONE)
    steps.keep(STEP, digest_of(b"3"), RESULT)
    steps.save(is_whole=True)
    later = opened(folder)
    assert later.find(STEP, ONE)
    assert not later.find(STEP, TWO)
    assert not later.find(OTHER_STEP, ONE)


def test_another_run_only_adds(folder: CacheFolder) -> None:
    filled(folder)
    steps = opened(folder)
    steps.keep(STEP, digest_of(b"3"), RESULT)
    steps.save(is_whole=False)
    later = opened(folder)
    assert later.find(STEP, TWO)
    assert later.find(OTHER_STEP, ONE)
    assert later.find(STEP, digest_of(b"3"))


def test_nothing_is_written_without_news(folder: CacheFolder) -> None:
    filled(folder)
    before = {path: path.stat().st_mtime_ns for path in folder.folder.iterdir()}
    steps = opened(folder)
    assert steps.find(STEP, ONE)
    steps.save(is_whole=True)
    assert {path: path.stat().st_mtime_ns for path in folder.folder.iterdir()} == before
    assert opened(folder).find(OTHER_STEP, TWO)


@pytest.mark.parametrize("payload", [b"", b"\x93\x01\x02\x03", b"\x81\xc4\x01a\x01"])
def test_what_has_another_shape_is_as_if_it_were_not_there(folder: CacheFolder, payload: bytes) -> None:
    for name in ("steps-name", "since-name"):
        folder.write(name, payload)
    assert opened(folder).find(STEP, ONE) is None
    filled(folder)
    assert opened(folder).find(STEP, ONE) == RESULT


def test_what_was_cut_short_is_not_there(folder: CacheFolder) -> None:
    filled(folder)
    (path,) = folder.folder.glob("steps-*")
    path.write_bytes(path.read_bytes()[:-1])
    assert opened(folder).find(STEP, ONE) is None


def test_runs_on_files_do_not_fill_the_cache(folder: CacheFolder) -> None:
    filled(folder)
    large = b"\xc6\x00\x50\x00\x00" + bytes(5 * 2**20)
    for number in range(4):
        steps = opened(folder)
        steps.keep(STEP, digest_of(b"large %d" % number), large)
        steps.save(is_whole=False)
    later = opened(folder)
    assert later.find(STEP, TWO)
    assert later.find(STEP, digest_of(b"large 3"))
    assert not later.find(STEP, digest_of(b"large 0"))
    (path,) = folder.folder.glob("since-*")
    assert path.stat().st_size < 3 * len(large)


def test_a_run_on_files_knows_what_another_one_found(folder: CacheFolder) -> None:
    filled(folder)
    for number in range(3):
        steps = opened(folder)
        steps.keep(OTHER_STEP, digest_of(b"new %d" % number), RESULT)
        steps.save(is_whole=False)
    later = opened(folder)
    assert all(later.find(OTHER_STEP, digest_of(b"new %d" % number)) for number in range(3))


def test_a_run_over_the_whole_tree_leaves_runs_on_files_what_they_found(folder: CacheFolder) -> None:
    filled(folder)
    for number in range(2):
        steps = opened(folder)
        steps.keep(OTHER_STEP, digest_of(b"new %d" % number), RESULT)
        steps.save(is_whole=False)
    whole = opened(folder)
    assert whole.find(OTHER_STEP, digest_of(b"new 1"))
    whole.keep(STEP, digest_of(b"4"), RESULT)
    whole.save(is_whole=True)
    later = opened(folder)
    assert later.find(OTHER_STEP, digest_of(b"new 0"))
    assert later.find(OTHER_STEP, digest_of(b"new 1"))
    assert not later.find(STEP, ONE)


def test_what_runs_on_files_found_goes_with_a_whole_one_where_it_is_much(folder: CacheFolder) -> None:
    filled(folder)
    steps = opened(folder)
    steps.keep(OTHER_STEP, digest_of(b"large"), b"\xc6\x00\x90\x00\x00" + bytes(9 * 2**20))
    steps.save(is_whole=False)
    whole = opened(folder)
    whole.keep(STEP, ONE, RESULT)
    whole.save(is_whole=True)
    assert not opened(folder).find(OTHER_STEP, digest_of(b"large"))


def test_what_is_asked_of_many_files_at_once_is_kept_as_well(folder: CacheFolder) -> None:
    filled(folder)
    steps = opened(folder)
    steps.keep(OTHER_STEP, TWO, RESULT)
    assert steps.find_at(STEP, ["a.py", "unknown.py"]) == {"a.py": RESULT}
    steps.save(is_whole=True)
    later = opened(folder)
    assert later.find(STEP, ONE)
    assert not later.find(STEP, TWO)


def test_the_latest_result_counts(folder: CacheFolder) -> None:
    filled(folder)
    steps = opened(folder)
    steps.keep(STEP, ONE, b"\xa5later")
    assert steps.find_at(STEP, ["a.py"]) == {"a.py": b"\xa5later"}
    steps.save(is_whole=True)
    assert opened(folder).find(STEP, ONE) == b"\xa5later"
