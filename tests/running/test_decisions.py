"""A run over many files is the same, whoever decides them; one that cannot be decided fails alone."""

import os
from functools import partial
from multiprocessing import get_all_start_methods

import pytest

from migrate_engines.model.result import Failed, Rewritten
from migrate_engines.running import decisions
from migrate_engines.running import workers as processes
from migrate_engines.running.pool import spread
from migrate_engines.running.workers import Workers

# Each start takes a second where the program has to be imported anew: few files, but all kinds.
RULE = '''"""Retire acme.make_pool."""
from acme import Pool
from migrate_engines.codemod import rewrite

@rewrite("acme.make_pool")
def built(size):
    return Pool(size=size)
'''
FILES = {
    "codemods/pool.py": RULE,
    "acme.py": "class Pool:\n    def __init__(self, size): ...\n\n\ndef make_pool(size): ...\n",
    "d.py": "from acme import make_pool\n\nprint(make_pool(make_pool(3)))\n",
    "a.py": "from shop.old import OldEngine\n\n\ndef start():\n    return OldEngine()\n",
    "b.py": "import shop.old as names\n\nprint(names.OldEngine, names.LIMIT)\n",
    "c.py": "from shop.user import Kept\n\nKept()\n",
    "shop/user.py": "from shop.old import OldEngine as Kept\nfrom missing.old import Gone\n",
    "test_a.py": 'from unittest.mock import patch\n\n\n@patch("shop.old.OldEngine")\ndef test(made): ...\n',
}


BROKEN = "from shop.old import OldEngine\n\nOldEngine(\n"


@pytest.fixture
def workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """However little there is to do."""
    monkeypatch.setattr(processes, "_WORTH_PROCESSES", 0)


@pytest.mark.usefixtures("workers")
@pytest.mark.parametrize("method", get_all_start_methods())
def test_every_start_method_gives_what_no_process_gives(make_run, monkeypatch, method: str) -> None:
    monkeypatch.setattr("migrate_engines.running.pool.spread", partial(spread, method=method))
    alone = make_run(FILES, jobs=0)
    assert make_run(FILES, jobs=2) == alone
    assert any(isinstance(each, Rewritten) for each in alone.results)
    alone = make_run({"broken.py": BROKEN}, jobs=0)
    assert make_run({"broken.py": BROKEN}, jobs=2) == alone
    assert any(isinstance(each, Failed) for each in alone.results)


@pytest.mark.usefixtures("workers")
def test_a_file_that_ends_its_process_fails_alone(make_run, monkeypatch) -> None:
    decide = decisions.decide

    def dying(source, context):
        if source.path == "b.py":
            os._exit(9)
        return decide(source, context)

    expected = {each.path for each in make_run(FILES, jobs=0).results}
    monkeypatch.setattr(decisions, "decide", dying)
    found = {each.path: each for each in make_run(FILES, jobs=2).results}
    assert found.keys() == expected
    told = "ended the process that looked at it (exit code 9); exclude it"
    assert [each for each in found.values() if isinstance(each, Failed)] == [Failed("b.py", told)]


def test_a_few_small_files_are_decided_here() -> None:
    sizes = {"a.py": 1000, "b.py": 1_000_000}
    assert Workers(None, 9).wanted({"a.py": 1000}) == 0
    assert Workers(0, 9).wanted(sizes) == 0
    assert Workers(2, 9).wanted(sizes) == 2
    assert Workers(8, 9).wanted({"b.py": 1_000_000}) == 1
