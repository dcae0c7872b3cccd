"""The real tree, where MIGRATE_ENGINES_CORPUS points to one; nothing of it is in this repository."""

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
