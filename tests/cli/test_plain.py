"""A call that needs no typer ends as it would with it."""

import itertools
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))

from called_project import Project, made

from migrate_engines import replay
from migrate_engines.cli.plain import plain_options

SWITCHES = [
    *("--dry-run", "--check", "--diff", "--unsafe", "--allow-dirty", "--quiet", "-q", "--verbose", "-v"),
    *("--statistics", "--exit-zero"),
]


@pytest.fixture
def project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Project:
    return made(tmp_path / "tree", monkeypatch, capfdbinary, in_git=True)


CALLS = [
    *([first, second] for first, second in itertools.combinations(["--dry-run", *SWITCHES[1:]], 2)),
    ["run", "--dry-run"],
    ["--dry-run", "shop/user.py"],
    ["shop/user.py", "--check", "shop/kept.py"],
    ["run", "shop/user.py", "shop/user.py", "--diff", "--diff"],
    ["--check", "shop/absent.py"],
    ["--check", "rules.py"],
    ["--check", "shop/broken.py"],
    ["--check", "run"],
    ["run", "run", "--check"],
    ["--check", "--", "shop/user.py"],
    ["--check", "shop"],
    ["--check", "-qv"],
    ["--check", "--dry-run=1"],
    ["--check", "--output-format", "json"],
    ["--diff", "--output-format", "json"],
    ["--check", ""],
    ["--check", "../outside.py"],
]


@pytest.mark.parametrize("words", CALLS, ids=" ".join)
def test_a_plain_call_ends_as_with_typer(
    words: list[str], project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project.root.parent / "outside.py").write_text("x = 1\n")
    if not {"--dry-run", "--check", "--diff"} & set(words):
        words = ["--check", *words]
    plain = project.whole(*words)
    monkeypatch.setattr(replay, "is_plain", lambda words: False)
    assert project.whole(*words) == plain


def test_a_plain_call_that_writes_writes_the_same(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {path: path.read_bytes() for path in project.root.rglob("*.py")}
    told = project.whole("--allow-dirty", "shop/user.py")
    written = {path: path.read_bytes() for path in before}
    assert written != before
    for path, data in before.items():
        path.write_bytes(data)
    monkeypatch.setattr(replay, "is_plain", lambda words: False)
    assert project.whole("--allow-dirty", "shop/user.py") == told
    assert {path: path.read_bytes() for path in before} == written


@pytest.mark.parametrize(
    "words",
    [
        ["--select", "x"],
        ["shop"],
        ["shop/absent.py"],
        ["-"],
        ["--check=1"],
        ["--output-format", "text"],
        ["rules"],
    ],
)
def test_all_else_is_left_to_typer(words: list[str], project: Project) -> None:
    assert plain_options(words) is None


def test_a_plain_call_loads_neither_typer_nor_what_it_does_not_need(project: Project) -> None:
    script = (
        "import sys\nfrom migrate_engines.__main__ import main\n"
        "sys.argv = ['migrate-engines', '--dry-run', 'shop/user.py']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    command = [sys.executable, "-c", script]
    for _ in range(2):  # the codemods and the steps are kept
        found = subprocess.run(command, capture_output=True, text=True, check=True)
    loaded = set(found.stderr.split("\n")[-2].split())
    assert "1 file would be rewritten" in found.stderr
    unwanted = {
        "typer",
        "libcst",
        "rich",
        "multiprocessing",
        "logging",
        "socket",
        "migrate_engines.rules.parse",
    }
    assert not loaded & unwanted
    assert "migrate_engines.deciding.decide" in loaded
