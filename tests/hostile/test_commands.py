"""What a run cannot read, no command can: each says so once, goes on with the neighbours, and exits with 1."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from nasty import nasty_files
from small_tree import Place

SETTINGS = """\
[tool.migrate-engines]
codemods = ["codemods"]
exclude = ["codemods/*"]
max-file-size = 600

[tool.migrate-engines.inventory]
patterns = ["*Pool"]
canonical = "acme.pools.Pool"
"""
USES = "from acme.pools import make_pool\n\npool = make_pool(3)\n"
# Defines a class that competes, is a file of tests, and holds a suppression: every command wants it.
LARGE = f"""{USES}

class OtherPool:
    def __init__(self, size): ...


def test_it():
    OtherPool(3)  # migrate-engines: ignore[legacy-use] -- it is about the old one
"""
LARGE += "a_line_of_the_large_file = 1\n" * 50
# Nothing but that it cannot be forbidden: whoever parses a text tells Python's audit hooks.
PROGRAM = """\
import sys

def hook(event, arguments):
    if event == "compile" and "a_line_of_the_large_file" in str(arguments[0]):
        print("it was parsed", file=sys.stderr)

sys.addaudithook(hook)
from migrate_engines.cli.main import main
main(sys.argv[1:])
"""


@pytest.fixture
def project(place: Place) -> Path:
    (place.root / "pyproject.toml").write_text(SETTINGS)
    (place.root / "good.py").write_text(f"{USES}\n\nclass GoodPool:\n    def __init__(self, size): ...\n")
    (place.root / "test_good.py").write_text(
        "from good import GoodPool\n\n\ndef test_it():\n    GoodPool(3)\n"
    )
    _git(place.root, "init", "-q")
    _commit(place.root)
    (place.root / "test_large.py").write_text(LARGE)
    return place.root


def _git(folder: Path, *arguments: str) -> None:
    person = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    subprocess.run(["git", *person, *arguments], cwd=folder, check=True, capture_output=True)


def _commit(folder: Path) -> None:
    _git(folder, "add", "-A")
    _git(folder, "commit", "-q", "-m", "more")


@pytest.mark.parametrize(
    ("command", "code", "of_the_neighbour"),
    [
        ("--dry-run", 1, "+pool = Pool(size=3)"),
        ("--check", 1, "good.py:3:8: fixed"),
        ("--allow-dirty", 1, "1 file rewritten"),
        ("inventory", 1, "GoodPool"),
        ("compliance", 1, "good.py:3: call of acme.pools.make_pool"),
        ("report --no-record", 0, "| \\(top\\) | 1 | 1 |"),
        ("verify --against HEAD --static", 1, "compiles       0      1        1"),
        ("inventory GoodPool test_large.py:3", 1, "good.GoodPool"),
        ("inventory GoodPool a_line_of_the_large_file", 1, "good.GoodPool"),
        ("explain test_large.py:3", 0, ""),
    ],
)
def test_a_file_over_the_limit(project: Path, command: str, code: int, of_the_neighbour: str) -> None:
    ended = _ended(project, *command.split())
    assert ended.returncode == code, ended.stderr
    told = " ".join((ended.stdout + ended.stderr).split())
    assert "it was parsed" not in ended.stderr.splitlines()
    assert told.count("test_large.py: ") == 1
    assert told.count("more than `max-file-size`") == 1 + ("unknown: the file" in told)
    assert of_the_neighbour in ended.stdout + ended.stderr


def test_a_limit_that_it_does_not_reach_lets_every_command_see_it(project: Path) -> None:
    (project / "pyproject.toml").write_text(SETTINGS.replace("600", "6000"))
    for command in ("--check", "inventory", "compliance", "report"):
        ended = _ended(project, command)
        assert "it was parsed" in ended.stderr.splitlines()
        assert "max-file-size" not in ended.stdout + ended.stderr


def test_a_suppression_in_a_file_that_nobody_can_read_is_no_silent_one(project: Path) -> None:
    """No word of the rules or of the patterns is in it, so only the search for suppressions finds it."""
    text = "x = 1  # migrate-engines: ignore[legacy-use] -- nothing\n"
    (project / "test_large.py").write_text(text + "x = 2\n" * 100)
    (project / "broken.py").write_text(text + "def (\n")
    told = _ended(project, "compliance").stdout
    assert "test_large.py: failed is not parsed" in told
    assert "broken.py: failed cannot be parsed" in told
    assert "unused" not in told.partition("gate ")[0]


def _ended(
    folder: Path, *arguments: str, before: Callable[[], None] | None = None
) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-P", "-c", PROGRAM, *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, preexec_fn=before
    )


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the stack of a process cannot be made smaller")
def test_no_parser_ends_the_process_with_the_smallest_stack_that_there_is(project: Path) -> None:
    """That of Windows: 2 MB. What nests too deeply for libcst ends a process without a word."""
    import resource

    limits = (2_000_000, 2_000_000)
    (project / "pyproject.toml").write_text(SETTINGS.replace("600", "10_000_000"))
    files = {f"n{number}.py": each for number, each in enumerate(nasty_files()) if "deep" in each.name}
    for path, nasty in files.items():
        (project / path).write_bytes(nasty.data)
    ended = _ended(
        project, "--check", "--unsafe", before=lambda: resource.setrlimit(resource.RLIMIT_STACK, limits)
    )
    assert ended.returncode == 1, ended.stderr
    told = {path for path in files if f"{path}: failed" in ended.stdout + ended.stderr}
    assert told == {path for path, nasty in files.items() if not nasty.is_readable}
    assert "good.py:3:8: fixed" in ended.stdout
