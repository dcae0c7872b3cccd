"""The answer of an earlier call is what the whole program would say, or it is not given."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import platformdirs
import pytest

sys.path.append(str(Path(__file__).parent))

from called_project import RULES, TREE, Project, made

from migrate_engines import replay

FORBIDDEN = {
    "typer",
    "click",
    "libcst",
    "msgspec",
    "re",
    "pathlib",
    "dataclasses",
    "typing",
    "json",
    "inspect",
}
FORBIDDEN |= {"rich", "ast", "subprocess", "importlib.util", "migrate_engines.cli.main", "hashlib", "enum"}


@pytest.fixture(params=["git", "no git"])
def project(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> Project:
    return made(tmp_path / "tree", monkeypatch, capfdbinary, in_git=request.param == "git")


@pytest.mark.parametrize(
    ("words", "is_replayed"),
    [
        (["shop/plain.py"], True),
        (["run", "shop/plain.py", "shop/parts.py"], True),
        (["shop/plain.py", "--dry-run"], True),
        (["shop/kept.py"], False),
        (["--no-cache", "shop/plain.py"], False),
        (["--diff", "shop/plain.py", "-q"], True),
        (["--quiet", "shop/plain.py"], True),
        (["--check", "--exit-zero", "shop/plain.py"], True),
        (["--verbose", "--statistics", "--unsafe", "--allow-dirty", "./shop/plain.py"], True),
        (["shop\\plain.py"], os.name == "nt"),
        (["shop/quoted.py"], True),
        (["shop/plain.py", "shop/plain.py"], True),
        (["--dry-run", "shop/user.py"], False),
        (["--check", "shop/user.py"], False),
        (["shop/plain.py", "shop/user.py", "--dry-run"], False),
        (["shop/broken.py"], False),
        (["--dry-run", "shop"], False),
        (["--dry-run"], False),
        (["--output-format", "json", "shop/plain.py"], False),
        (["--output-format=json", "shop/plain.py"], False),
        (["--output-file", "out.py", "shop/plain.py"], False),
        (["--select", "old_engine", "shop/plain.py"], False),
        (["--", "shop/plain.py"], False),
        (["-qv", "shop/plain.py"], False),
        (["shop/absent.py"], False),
        (["rules"], False),
        (["explain", "shop/plain.py"], False),
        (["--version"], False),
        (["--chekc", "shop/plain.py"], False),
    ],
)
def test_the_third_call_ends_as_the_first(words: list[str], is_replayed: bool, project: Project) -> None:
    expected = project.whole(*words)
    for _ in range(3):
        assert project.call(*words) == expected
    assert project.is_replayed(*words) is is_replayed


def test_an_answer_is_worked_out_when_it_is_asked_for_twice(project: Project) -> None:
    project.call("shop/plain.py")
    assert not project.is_replayed("shop/plain.py")
    project.call("shop/plain.py")
    assert project.is_replayed("shop/plain.py")


CHANGES: dict[str, Callable[[Project], object]] = {
    "the file itself": lambda tree: tree.write("shop/plain.py", TREE["shop/user.py"]),
    "a module that it imports": lambda tree: tree.write(
        "shop/hub.py", "from shop.old import OldEngine as Motor\n"
    ),
    "a module that passes the name on": lambda tree: tree.write(
        "shop/parts.py", "from shop.old import OldEngine\nMotor = OldEngine\n"
    ),
    "a module that was not there": lambda tree: tree.write(
        "extra.py", "from shop.old import OldEngine as Extra\n"
    ),
    "a package that was not there": lambda tree: tree.write("extra/__init__.py", ""),
    "a rule file": lambda tree: tree.write("codemods/old_engine.py", RULES.replace("old", "parts")),
    "one more rule file": lambda tree: tree.write("codemods/other.py", "nonsense\n"),
    "the settings": lambda tree: tree.write(
        "pyproject.toml", TREE["pyproject.toml"] + 'exclude = ["shop/plain.py"]\n'
    ),
    "nearer settings": lambda tree: tree.write(
        "shop/pyproject.toml", "[tool.migrate-engines]\nunsafee = 1\n"
    ),
    "the baseline": lambda tree: tree.write("migrate-engines-baseline.json", "nonsense"),
    "a run that was interrupted": lambda tree: interrupt(tree),
    "the file is gone": lambda tree: (tree.root / "shop/plain.py").unlink(),
}


def interrupt(project: Project) -> None:
    """Another process has begun to write, and has not come to its end."""
    from migrate_engines.journal.home import find_home

    (find_home(project.root).folder / "runs" / "7").mkdir(parents=True)


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_seen(change: str, project: Project) -> None:
    project.remember("--check", "shop/plain.py")
    assert project.is_replayed("--check", "shop/plain.py")
    CHANGES[change](project)
    assert not project.is_replayed("--check", "shop/plain.py")
    assert project.call("--check", "shop/plain.py") == project.whole("--check", "shop/plain.py")


def test_an_alias_that_another_file_adds_between_two_runs_is_reported(project: Project) -> None:
    before = project.remember("--check", "shop/plain.py")
    project.write("shop/parts.py", "from shop.old import OldEngine as Motor\n")
    after = project.call("--check", "shop/plain.py")
    assert (before[0], after[0]) == (0, 1)
    assert after[1].startswith(b"shop/plain.py:4:9: fixed old_engine")


@pytest.mark.parametrize("place", [".gitignore", "shop/.gitignore", ".git/info/exclude"])
def test_a_file_that_git_leaves_out_from_now_on_is_not_counted(place: str, project: Project) -> None:
    if not (project.root / ".git").exists():
        pytest.skip("no git")
    project.remember("shop/plain.py")
    project.write(place, "plain.py\n")
    assert project.call("shop/plain.py")[1] == b"no use of a retired symbol in 0 files\n"


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_links_may_lead_elsewhere_tomorrow(project: Project) -> None:
    project.remember("shop/plain.py")
    file = project.root / "shop/plain.py"
    file.rename(project.root / "shop/elsewhere.py")
    file.symlink_to("elsewhere.py")
    assert not project.is_replayed("shop/plain.py")
    project.remember("shop/plain.py")
    assert not project.is_replayed("shop/plain.py")


def test_what_has_no_part_in_it_may_change(project: Project) -> None:
    project.remember("shop/plain.py")
    os.utime(project.root / "shop/plain.py", (1, 1))
    project.write("other/user.py", TREE["shop/user.py"])
    project.write("shop/user.py", TREE["shop/user.py"] * 2)
    (project.root / "other" / "user.py").unlink()
    (project.root / "other").rmdir()
    assert project.is_replayed("shop/plain.py")


def test_what_is_younger_than_the_clock_can_tell_is_compared_by_its_bytes(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    newest = max(path.stat().st_ctime_ns for path in project.root.rglob("*"))
    monkeypatch.setattr("migrate_engines.cli.carry_out.time_ns", lambda: newest + 10**9)
    project.remember("shop/plain.py")
    entry = Path(replay.entry_of(replay.call_of(["shop/plain.py"]) or ""))
    stamps = [line.split("\t")[2] for line in entry.read_text().splitlines() if line.count("\t") == 3]
    assert replay.UNSTAMPED in stamps
    assert project.is_replayed("shop/plain.py")
    monkeypatch.setattr("migrate_engines.cli.carry_out.time_ns", lambda: newest)
    entry.write_bytes(b"")
    project.remember("shop/plain.py")
    assert not project.is_replayed("shop/plain.py")  # that may have been written while it was looked at


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[:-30],
        lambda data: data[:100],
        lambda data: data.replace(b"retired", b"revered"),
        lambda data: data + b"\n",
        lambda data: b"\xff\xfe" + data,
        lambda data: replay.written(["answer"]),
        lambda data: replay.written(["answer", "/", "no use", "", "file\tshort"]),
        lambda data: replay.written(["answer", "/", "no use", "", "other\t/\t\t"]),
    ],
)
def test_a_damaged_entry_is_none(damage: Callable[[bytes], bytes], project: Project) -> None:
    expected = project.remember("shop/plain.py")
    entry = Path(replay.entry_of(replay.call_of(["shop/plain.py"]) or ""))
    entry.write_bytes(damage(entry.read_bytes()))
    assert not project.is_replayed("shop/plain.py")
    assert project.remember("shop/plain.py") == expected
    assert project.is_replayed("shop/plain.py")


def test_a_cache_that_cannot_be_written_does_no_harm(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = project.root / "taken"
    file.write_text("")
    monkeypatch.setenv("MIGRATE_ENGINES_CACHE_DIR", str(file))
    expected = project.whole("shop/plain.py")
    assert [project.call("shop/plain.py") for _ in range(3)] == [expected] * 3


@pytest.mark.skipif(os.name == "nt", reason="a shell that closes a stream")
def test_a_stream_that_is_closed_does_no_harm(project: Project) -> None:
    project.remember("shop/plain.py")
    script = "import sys; from migrate_engines.__main__ import main; main()"
    command = [sys.executable, "-c", script, "shop/plain.py"]
    path = str(Path(replay.__file__).parents[1])
    ended = subprocess.run(
        ["sh", "-c", 'exec "$@" 2>&-', "sh", *command],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": path},
    )
    assert (ended.returncode, ended.stdout) == (0, b"no use of a retired symbol in 1 file\n")


def test_what_is_forgotten_is_of_this_root(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.remember("shop/plain.py")
    monkeypatch.chdir(project.root.parent)
    project.call("clean")
    monkeypatch.chdir(project.root)
    assert project.is_replayed("shop/plain.py")
    project.call("clean")
    assert not project.is_replayed("shop/plain.py")


def test_entries_do_not_pile_up(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("migrate_engines.cache.answers._MOST_ENTRIES", 2)
    for option in ("--check", "--dry-run", "--diff", "--quiet"):
        project.call(option, "shop/plain.py")
    assert len(list((project.root.parent / "cache" / "answers").iterdir())) == 2


def test_nothing_is_imported_for_an_answer(project: Project) -> None:
    answer = project.remember("shop/plain.py")
    script = (
        "import sys; sys.argv[1:] = ['shop/plain.py']\n"
        "from migrate_engines.__main__ import main\n"
        "try: main()\n"
        "finally: print(*sys.modules, file=sys.stderr)"
    )
    path = os.pathsep.join(
        filter(None, (str(Path(replay.__file__).parents[1]), os.environ.get("PYTHONPATH")))
    )
    ended = subprocess.run(
        [sys.executable, "-S", "-c", script], capture_output=True, env={**os.environ, "PYTHONPATH": path}
    )
    assert (ended.returncode, ended.stdout.replace(b"\r\n", b"\n")) == answer[:2]
    assert not FORBIDDEN & set(ended.stderr.decode().split())


def test_the_cache_is_where_platformdirs_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MIGRATE_ENGINES_CACHE_DIR")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    expected = platformdirs.user_cache_dir("migrate-engines", appauthor=False)
    assert Path(replay.cache_folder()) == Path(expected)
    monkeypatch.setenv("XDG_CACHE_HOME", str(Path.home() / "elsewhere"))
    assert Path(replay.cache_folder()) == Path(
        platformdirs.user_cache_dir("migrate-engines", appauthor=False)
    )
