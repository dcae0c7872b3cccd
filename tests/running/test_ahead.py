"""What processes have searched is known to the run, and nothing else about it is different."""

import os
from functools import partial
from pathlib import Path

import pytest

from migrate_engines.cache.folder import CacheFolder
from migrate_engines.cache.state import TreeState, state_of
from migrate_engines.cache.steps import CachedSteps
from migrate_engines.running import ahead
from migrate_engines.running.ahead import search_ahead
from migrate_engines.running.lost import START_METHOD
from migrate_engines.running.workers import Workers
from migrate_engines.tree.git_files import stamp_of
from migrate_engines.tree.prefilter import matching_files, unsearched
from migrate_engines.tree.steps import Step, collected, keeping
from migrate_engines.tree.texts import Texts
from migrate_engines.tree.trace import traced

FILES = {f"{number}.py": f"old = {number}\n" if number % 3 else "pass\n" for number in range(20)}
LENGTHS = Step("lengths", int)
PROCESSES = Workers(2, 60)

pytestmark = pytest.mark.skipif(START_METHOD != "fork", reason="processes that know nothing do not search")


@pytest.fixture
def steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CachedSteps:
    monkeypatch.setattr(ahead, "_FEW", 1)
    for path, text in FILES.items():
        (tmp_path / path).write_text(text)
    found = {path: stamp_of(os.stat(tmp_path / path)) for path in FILES}
    return CachedSteps(CacheFolder(tmp_path / "cache"), "name", state_of(tmp_path, found, TreeState(), 0))


def lengths(texts: Texts) -> dict[str, int]:
    return texts.each(LENGTHS, len)


def never(texts: Texts) -> dict[str, int]:
    return texts.each(LENGTHS, partial(pytest.fail, "was looked at again"))


def test_what_was_searched_is_not_searched_again(tmp_path: Path, steps: CachedSteps) -> None:
    expected, _ = matching_files(tmp_path, list(FILES), ["old"])
    with keeping(steps), traced() as trace:
        search_ahead(tmp_path, list(FILES), ["old"], [lengths], PROCESSES)
        assert unsearched(list(FILES), ["old"]) == []
        assert trace.words == {"old"}
        assert trace.read == expected.keys()
        found, failed = matching_files(tmp_path, list(FILES), ["old"])
        assert (found, failed) == (expected, {})
        assert never(Texts(found)) == {path: len(text) for path, text in found.items()}


def test_a_process_that_dies_leaves_its_share_to_the_run(tmp_path: Path, steps: CachedSteps) -> None:
    with keeping(steps):
        search_ahead(tmp_path, list(FILES), ["old"], [lambda texts: os._exit(9)], PROCESSES)
        assert unsearched(list(FILES), ["old"]) == list(FILES)
        found, _ = matching_files(tmp_path, list(FILES), ["old"])
        assert lengths(Texts(found)) == {path: len(text) for path, text in found.items()}


@pytest.mark.parametrize("workers", [Workers(0, 60), Workers(1, 60)])
def test_one_process_has_nobody_to_search_for_it(
    tmp_path: Path, steps: CachedSteps, workers: Workers
) -> None:
    with keeping(steps):
        search_ahead(tmp_path, list(FILES), ["old"], [], workers)
        assert unsearched(list(FILES), ["old"]) == list(FILES)


def test_files_of_which_nothing_is_known_are_not_looked_at_twice(
    tmp_path: Path, steps: CachedSteps, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ahead, "answered", partial(pytest.fail, "a process has begun"))
    with collected():
        search_ahead(tmp_path, list(FILES), ["old"], [], PROCESSES)
