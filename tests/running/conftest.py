"""A small tree with a module to redirect."""

from collections.abc import Callable, Mapping
from pathlib import Path
from textwrap import dedent

import pytest

from migrate_engines.model.report import Mode, Report
from migrate_engines.rules import load_codemods
from migrate_engines.running.request import Request
from migrate_engines.running.run import run
from migrate_engines.settings import Settings

RULE = '''
"""Retire shop.old."""
from shop.new import Engine
from migrate_engines.codemod import redirect

redirect("shop.old", OldEngine=Engine)
'''
TREE = {
    "shop/__init__.py": "",
    "shop/limits.py": "LIMIT = 3\n",
    "shop/new.py": "class Engine:\n    def run(self): ...\n",
    "shop/old.py": "from shop.limits import LIMIT\n\n\nclass OldEngine:\n    def run(self): ...\n    def stop(self): ...\n",
}
MakeRun = Callable[..., Report]


@pytest.fixture
def make_run(tmp_path: Path) -> MakeRun:
    """Lay out the tree with more files, and run over it."""
    (tmp_path / "codemods").mkdir()
    (tmp_path / "codemods" / "old.py").write_text(RULE)

    def make_run(
        files: Mapping[str, str | bytes], *paths: str, limit: int = 120, **options: object
    ) -> Report:
        for path, text in {**TREE, **files}.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            data = text if isinstance(text, bytes) else dedent(text).encode()
            (tmp_path / path).write_bytes(data)
        settings = Settings(tmp_path, codemods=("codemods",), exclude=("codemods",), file_time_limit=limit)
        request = Request(tuple(tmp_path / path for path in paths), Mode.DRY_RUN, **options)  # type: ignore[arg-type]
        return run(request, settings, load_codemods([tmp_path / "codemods"]))

    return make_run
