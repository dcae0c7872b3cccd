"""The real tree, where MIGRATE_ENGINES_CORPUS points to one; nothing of it is in this repository."""

import ast
import os
import shutil
import sys
from pathlib import Path

import pytest

# The census stands beside the tests, and can be run as a script.
sys.path.append(str(Path(__file__).parent))

from census import Census, take_census
from tool import Run, run_tool

VARIABLE = "MIGRATE_ENGINES_CORPUS"


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The root of the laid-out tree."""
    if not (folder := os.environ.get(VARIABLE)):
        pytest.skip(f"set {VARIABLE} to the root of a laid-out tree of the real code base")
    if not Path(folder).is_dir():
        pytest.fail(f"{VARIABLE} is not a folder: {folder}")
    return Path(folder).resolve()


@pytest.fixture(scope="session")
def census(corpus: Path) -> Census:
    return take_census(corpus)


@pytest.fixture(scope="session", params=[(), ("--unsafe",)], ids=["safe", "unsafe"])
def options(request: pytest.FixtureRequest) -> tuple[str, ...]:
    """What the run may apply."""
    return tuple(request.param)


@pytest.fixture(scope="session")
def dry_run(corpus: Path, options: tuple[str, ...]) -> Run:
    return run_tool(corpus, "--dry-run", *options)


@pytest.fixture(scope="session")
def gone(corpus: Path, dry_run: Run) -> dict[str, set[int]]:
    """By path, the lines of the definitions that the run takes away, with the comments above them."""
    found: dict[str, set[int]] = {}
    for path, line in dry_run.removed:
        text = (corpus / path).read_text(encoding="utf-8")
        found.setdefault(path, set()).update(_lines_of(text, line))
    return found


@pytest.fixture(scope="session")
def copy(corpus: Path, options: tuple[str, ...], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tree's Python files as hard links: the tool replaces files and never writes into one."""
    target = tmp_path_factory.mktemp("corpus") / "tree"
    return Path(shutil.copytree(corpus, target, copy_function=_link, ignore=_no_python))


@pytest.fixture(scope="session")
def applied(copy: Path, options: tuple[str, ...]) -> Run:
    return run_tool(copy, *options)


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _no_python(folder: str, names: list[str]) -> list[str]:
    return [
        name for name in names if not name.endswith(".py") and not os.path.isdir(os.path.join(folder, name))
    ]


def _lines_of(text: str, line: int) -> range:
    """Those of the definition that begins, by its ``def`` or ``class``, in a line."""
    node = next(
        node
        for node in ast.parse(text).body
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.lineno == line
    )
    first, lines = min([line, *(each.lineno for each in node.decorator_list)]), text.splitlines()
    while first > 1 and lines[first - 2].startswith("#"):
        first -= 1
    return range(first, (node.end_lineno or line) + 1)
