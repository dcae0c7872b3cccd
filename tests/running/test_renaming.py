"""Aliases of a canonical class: who may rename them, and when."""

from pathlib import Path

import pytest

from migrate_engines.model.problem import InputError
from migrate_engines.rules import load_codemods
from migrate_engines.running.request import Request
from migrate_engines.running.run import run
from migrate_engines.settings import Settings

RULES = '''"""Call the class by its own name."""
from acme.fresh import Engine
from migrate_engines.codemod import canonical, on_request
on_request()
canonical(Engine)
'''
ALIAS = "from acme.fresh import Engine as Old\n\nKIND = Old\n"
RENAMED = "from acme.fresh import Engine\n\nKIND = Engine\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    files = {
        "codemods/names.py": RULES,
        "acme/__init__.py": "",
        "acme/fresh.py": "class Engine: ...\n",
        "app.py": ALIAS,
        "other.py": "from acme.fresh import Engine as Old\n\nKIND = [Old]\n",
    }
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8", newline="")
    return tmp_path


def outcome(root: Path, *paths: str, extend: tuple[str, ...] = (), select: tuple[str, ...] = ()) -> str:
    settings = Settings(root, codemods=("codemods",), exclude=("codemods",), extend_select=extend)
    request = Request(tuple(root / path for path in paths), select=select)
    run(request, settings, load_codemods([root / "codemods"]))
    return (root / "app.py").read_text(encoding="utf-8")


def test_nothing_is_renamed_without_a_request(root: Path) -> None:
    assert outcome(root) == ALIAS


def test_a_request_on_the_command_line_is_one(root: Path) -> None:
    assert outcome(root, select=("names",)) == RENAMED


def test_a_request_in_the_settings_is_one(root: Path) -> None:
    assert outcome(root, extend=("names",)) == RENAMED


def test_a_run_on_files_renames_nothing_since_others_may_ask_for_the_name(root: Path) -> None:
    assert outcome(root, "app.py", select=("names",)) == ALIAS


def test_a_file_that_nobody_selected_is_left(root: Path) -> None:
    (root / "lib").mkdir()
    assert outcome(root, "lib", select=("names",)) == ALIAS


def test_an_unreadable_file_that_holds_the_name_keeps_it(root: Path) -> None:
    (root / "broken.py").write_text("from app import Old, Engine\ndef (\n", encoding="utf-8")
    assert outcome(root, select=("names",)) == ALIAS


def test_a_request_for_an_unknown_codemod_is_an_error(root: Path) -> None:
    with pytest.raises(InputError, match="Did you mean names"):
        outcome(root, extend=("name",))
