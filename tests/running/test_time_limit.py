"""What takes too long is interrupted, in this process too, and costs its file only."""

import re
import signal
import threading
import time
from contextlib import AbstractContextManager
from typing import Any

import pytest

from migrate_engines.model.result import Failed
from migrate_engines.running import decisions
from migrate_engines.running.time_limit import TookTooLong, by_alarm, by_interrupt, time_limit

needs_alarm = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="Windows has no alarms")
WAYS = [pytest.param(by_alarm, marks=needs_alarm), by_interrupt]


def loop() -> None:
    while True:
        pass


def search() -> None:
    re.match(r"(a*)*b", "a" * 60)


@pytest.mark.parametrize("work", [loop, search, lambda: time.sleep(60)])
@pytest.mark.parametrize("way", WAYS)
def test_the_work_is_interrupted(way: Any, work: Any) -> None:
    if way is by_interrupt and signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        pytest.skip("nobody here listens to Ctrl-C")
    if way is by_interrupt and work is not loop:
        pytest.skip("only Windows wakes a call of the system in this way")
    with pytest.raises(TookTooLong), way(0.05):
        work()


@pytest.mark.parametrize("way", WAYS)
def test_what_is_done_in_time_is_left_alone(way: Any) -> None:
    with way(60):
        done = sum(range(10))
    assert done == 45
    assert threading.active_count() <= 2 or way is by_alarm


@pytest.mark.parametrize("way", WAYS)
def test_an_interrupt_by_a_person_stays_one(way: Any) -> None:
    with pytest.raises(KeyboardInterrupt), way(60):
        raise KeyboardInterrupt


@needs_alarm
def test_alarms_of_others_are_as_they_were() -> None:
    before = signal.getsignal(signal.SIGALRM)
    with by_alarm(60):
        assert signal.getsignal(signal.SIGALRM) is not before
    assert signal.getsignal(signal.SIGALRM) is before
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_another_thread_has_no_limit() -> None:
    done: list[int] = []

    def work() -> None:
        limit: AbstractContextManager[None] = time_limit(0.01)
        with limit:
            time.sleep(0.05)
        done.append(1)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done


@needs_alarm
def test_a_file_that_takes_too_long_fails_alone(make_run, monkeypatch) -> None:
    decide = decisions.decide

    def slow(source, context):
        if source.path == "b.py":
            loop()
        return decide(source, context)

    files = {f"{name}.py": "from shop.old import OldEngine\n\nprint(OldEngine)\n" for name in "abc"}
    expected = {each.path for each in make_run(files, jobs=0).results}
    monkeypatch.setattr(decisions, "decide", slow)
    found = {each.path: each for each in make_run(files, jobs=0, limit=1).results}
    assert found.keys() == expected
    told = "took more than 1 s; exclude it, or raise `file-time-limit`"
    assert [each for each in found.values() if isinstance(each, Failed)] == [Failed("b.py", told)]
