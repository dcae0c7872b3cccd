"""A small tree with a good file, and what a run makes of it."""

from dataclasses import dataclass
from pathlib import Path

from migrate_engines.model.report import Report
from migrate_engines.model.result import FileResult
from migrate_engines.rules import load_codemods
from migrate_engines.running.request import Request
from migrate_engines.running.run import run
from migrate_engines.settings import Settings

RULE = '''"""Retire acme.pools.make_pool."""
from acme.pools import Pool
from migrate_engines.codemod import rewrite

@rewrite("acme.pools.make_pool")
def built(size):
    return Pool(size=size)
'''
TREE = {
    "codemods/pool.py": RULE,
    "acme/__init__.py": "",
    "acme/pools.py": "class Pool:\n    def __init__(self, size): ...\ndef make_pool(size):\n    return Pool(size)\n",
}


@dataclass(frozen=True)
class Place:
    """``good.py`` is the neighbour that every run has to rewrite."""

    root: Path

    def run(self, **settings: int) -> Report:
        chosen = Settings(self.root, codemods=("codemods",), exclude=("codemods",), **settings)
        return run(Request(keeps_journal=False), chosen, load_codemods([self.root / "codemods"]))

    @property
    def is_neighbour_done(self) -> bool:
        """Its call is rewritten; the import may stay, as what cannot be read may ask for it."""
        return b"pool = Pool(size=3)\n" in (self.root / "good.py").read_bytes()


def result_of(report: Report, path: str) -> FileResult | None:
    return next((each for each in report.results if each.path == path), None)
