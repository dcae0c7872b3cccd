"""Tasks are lost one by one; every way to start a process gives the same answers."""

import importlib
import multiprocessing
from collections.abc import Callable
from multiprocessing import get_all_start_methods
from pathlib import Path

import pytest

from migrate_engines.running.lost import Lost
from migrate_engines.running.pool import spread

TASKS = [f"task {number}" for number in range(7)]
LONG = 600
every_method = pytest.mark.parametrize("method", get_all_start_methods())


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """As every process can import it."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    return importlib.import_module("tasks_of_pool").work


@every_method
@pytest.mark.parametrize("jobs", [1, 2, 5, 20])
def test_every_task_is_answered_once(work, method: str, jobs: int) -> None:
    answers = list(spread(work, TASKS, jobs, LONG, method))
    assert sorted(answers) == [(task, f"{task} done") for task in TASKS]


@every_method
def test_a_process_that_ends_loses_its_own_task_only(work, method: str) -> None:
    tasks = [*TASKS[:3], "die", *TASKS[3:], "die"]
    answers = list(spread(work, tasks, 2, LONG, method))
    assert sorted(answers, key=str) == sorted(
        [*((task, f"{task} done") for task in TASKS), ("die", Lost(3)), ("die", Lost(3))], key=str
    )


def test_with_one_process_there_is_a_new_one_for_the_tasks_behind(work) -> None:
    answers = list(spread(work, ["die", "fail", "first", "die", "second"], 1, LONG))
    assert answers == [
        ("die", Lost(3)),
        ("fail", Lost(1)),
        ("first", "first done"),
        ("die", Lost(3)),
        ("second", "second done"),
    ]


def test_a_task_whose_time_is_up_does_not_hold_the_others(work) -> None:
    answers = dict(spread(work, ["sleep", *TASKS], 2, seconds=3))
    assert answers == {**{task: f"{task} done" for task in TASKS}, "sleep": Lost(None)}


@every_method
def test_whoever_stops_asking_leaves_no_process_behind(work, method: str) -> None:
    answers = spread(work, ["first", *["sleep"] * 5], 2, LONG, method)
    assert next(answers) == ("first", "first done")
    answers.close()
    assert not multiprocessing.active_children()


def test_without_tasks_no_process_is_started(work) -> None:
    assert list(spread(work, [], 2, LONG)) == []


def test_where_no_process_can_begin_the_caller_is_told() -> None:
    with pytest.raises(ChildProcessError):
        list(spread(_Unpicklable(), TASKS, 2, LONG, "spawn"))


class _Unpicklable:
    """Can be sent to a process, which cannot read it."""

    def __call__(self, task: str) -> str:
        return task

    def __reduce__(self) -> tuple[type[int], tuple[str]]:
        return int, ("no number",)
