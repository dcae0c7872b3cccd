"""The answer of a run over a tree that stands is what the whole program would say, or it is not given."""

import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))

from called_project import RULES, TREE, Project, made

from migrate_engines import replay
from migrate_engines.cache import same_tree

NOTHING = "shop/plain.py"
CALLS = [
    ["--dry-run"],
    ["--check", "--output-format", "json"],
    ["--check", NOTHING],
    [NOTHING, "shop/parts.py"],
]


@pytest.fixture
def project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Project:
    project = made(tmp_path / "tree", monkeypatch, capfdbinary, in_git=True)
    (project.root / "shop/broken.py").unlink()  # a run in which a file fails is not kept
    project.write("shop/bytes.py", "# plain\n")
    return project


@pytest.mark.parametrize(
    ("words", "is_known"),
    [
        (["--dry-run"], True),
        (["run", "--dry-run"], True),
        (["--diff", "--unsafe"], True),
        (["--check"], True),
        (["--check", "--exit-zero", "--quiet"], True),
        (["--check", "--statistics"], True),
        (["--dry-run", "--verbose"], True),
        (["--dry-run", "--output-format", "json"], True),
        (["--output-format=text", "--check"], True),
        (["--check", "--output-format", "sarif"], False),
        (["--check", "--select", "old_engine"], False),
        (["--check", "--no-cache"], False),
        (["--check", "shop"], False),
        (["--check", "--output-file", "out.txt"], False),
        (["inventory"], False),
    ],
)
def test_the_second_call_ends_as_the_first(words: list[str], is_known: bool, project: Project) -> None:
    first = project.whole(*words)
    assert project.is_known(*words) is is_known
    assert project.call(*words) == first == project.whole(*words)


def test_a_run_that_writes_is_made(project: Project) -> None:
    project.call("--dry-run")
    assert not project.is_known("--allow-dirty")
    project.call("--allow-dirty")
    assert (project.root / "shop/user.py").read_text() != TREE["shop/user.py"]
    assert not project.is_known("--dry-run")
    assert project.call("--dry-run") == project.whole("--dry-run")


def test_of_what_changes_colour_on_a_terminal_nothing_is_known(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    for words in (["--dry-run"], ["--check"]):
        project.whole(*words)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert not project.is_known("--dry-run")
    assert project.is_known("--check")


HARMLESS: dict[str, Callable[[Project], object]] = {
    "a file that holds nothing": lambda tree: tree.write(NOTHING, TREE[NOTHING] + "# more\n"),
    "other letters than ASCII": lambda tree: tree.write(
        NOTHING, TREE[NOTHING] + "# na\u00efve \u2026 \U0001f600\n"
    ),
    "times": lambda tree: os.utime(tree.root / "shop/bytes.py", (1, 1)),
    "a file that is none of the tool's": lambda tree: tree.write("notes.txt", "OldEngine\n"),
    "a file that git ignores, as before": lambda tree: tree.write("ignored/a.txt", "x"),
}
CHANGES: dict[str, Callable[[Project], object]] = {
    "a file with a use": lambda tree: tree.write("shop/user.py", TREE["shop/user.py"] + "# more\n"),
    "a use in a file without": lambda tree: tree.write(NOTHING, TREE["shop/user.py"]),
    "a use in wide letters": lambda tree: tree.write(
        NOTHING, TREE["shop/user.py"].replace("Old", "\uff2fld")
    ),
    "a use in another encoding": lambda tree: (tree.root / NOTHING).write_bytes(
        b"# coding: utf-7\n" + TREE["shop/user.py"].replace("OldEngine", "+AE8-ldEngine").encode()
    ),
    "what a module binds": lambda tree: tree.write("shop/new.py", "class Engine: ...\n"),
    "a new file": lambda tree: tree.write("shop/one_more.py", ""),
    "a new file of settings": lambda tree: tree.write("shop/one_more.toml", ""),
    "a file is gone": lambda tree: (tree.root / "shop/bytes.py").unlink(),
    "a rule file": lambda tree: tree.write("codemods/old_engine.py", RULES.replace("Retire", "Withdraw")),
    "one more rule file": lambda tree: tree.write("codemods/other.py", "nonsense\n"),
    "the settings": lambda tree: tree.write(
        "pyproject.toml", TREE["pyproject.toml"] + 'exclude = ["shop/user.py"]\n'
    ),
    "the baseline": lambda tree: tree.write("migrate-engines-baseline.json", "nonsense"),
    "what git ignores": lambda tree: tree.write(".gitignore", "user.py\n"),
    "what git ignores here alone": lambda tree: tree.write(".git/info/exclude", "plain.py\n"),
    "no repository": lambda tree: (tree.root / ".git").rename(tree.root.parent / "away"),
}


@pytest.mark.parametrize("change", HARMLESS)
@pytest.mark.parametrize("words", [["--dry-run"], ["--check", "shop/bytes.py"]], ids=["tree", "file"])
def test_what_no_run_is_after_may_change(words: list[str], change: str, project: Project) -> None:
    project.whole(*words)
    project.forget_asking(*words)
    HARMLESS[change](project)
    assert project.is_known(*words)
    assert project.call(*words) == project.whole(*words)


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("words", [["--check"], ["--check", NOTHING]], ids=["tree", "file"])
def test_a_change_is_seen(words: list[str], change: str, project: Project) -> None:
    project.whole(*words)
    project.forget_asking(*words)
    CHANGES[change](project)
    assert not project.is_known(*words)
    assert project.call(*words) == project.whole(*words)


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
@pytest.mark.parametrize("name", ["shop", "shop/bytes.py"])
def test_what_is_a_link_today_is_seen(name: str, project: Project) -> None:
    subprocess.run(["git", "add", "--all"], cwd=project.root, check=True)
    project.whole("--check")
    (project.root / name).rename(project.root.parent / "elsewhere")
    (project.root / name).symlink_to(project.root.parent / "elsewhere")
    assert not project.is_known("--check")
    assert project.call("--check") == project.whole("--check")


def test_a_run_that_was_interrupted_is_told_of(project: Project) -> None:
    from migrate_engines.journal.home import find_home

    project.whole("--check")
    (find_home(project.root).folder / "runs" / "7").mkdir(parents=True)
    assert not project.is_known("--check")
    assert project.call("--check") == project.whole("--check")


def test_a_file_that_holds_nothing_is_known_from_a_run_over_the_tree(project: Project) -> None:
    project.whole("--check")
    project.write(NOTHING, TREE[NOTHING] + "# more\n")
    for words in (["--check", NOTHING, NOTHING], ["-q", "--dry-run", NOTHING], ["--diff", NOTHING]):
        assert project.is_known(*words)
        project.forget_asking(*words)
        assert project.call(*words) == project.whole(*words)


@pytest.mark.parametrize(
    "words",
    [["shop/user.py"], ["./shop/plain.py"], ["--verbose", NOTHING], ["shop/absent.py"], ["shop/new.py"]],
    ids=" ".join,
)
def test_of_other_files_nothing_is_known(words: list[str], project: Project) -> None:
    project.whole("--check")
    assert not project.is_known("--check", *words)
    assert project.call("--check", *words) == project.whole("--check", *words)


def test_nearer_settings_are_seen(project: Project) -> None:
    project.write("shop/pyproject.toml", "[tool.migrate-engines]\nunsafee = 1\n")
    project.whole("--check")
    assert not project.is_known("--check", NOTHING)
    assert project.call("--check", NOTHING) == project.whole("--check", NOTHING)


def test_a_clock_that_went_back_is_not_trusted(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.whole("--check")
    monkeypatch.setattr(same_tree, "time_ns", lambda: 10**18)
    assert not project.is_known("--check")


def test_elsewhere_nothing_is_known(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.whole("--check")
    project.whole("--check", NOTHING)
    monkeypatch.chdir(project.root / "shop")
    assert not project.is_known("--check")
    assert not project.is_known("--check", "plain.py")


DRY, CHECK = ["--dry-run"], ["--check"]


def test_a_check_is_not_known_from_a_run_that_reads_no_baseline(project: Project) -> None:
    project.write("migrate-engines-baseline.json", "<<<<<<< HEAD\n")
    project.whole("--dry-run")
    for words in (["--check", NOTHING], CHECK):
        assert not project.is_known(*words)
        assert project.call(*words) == project.whole(*words)


def test_a_run_that_may_write_is_not_known_from_one_that_may_not(project: Project) -> None:
    (project.root / ".git/migrate-engines").write_text("")
    project.whole("--check")
    assert project.call(NOTHING) == project.whole(NOTHING)
    assert project.call(NOTHING)[0] == 2


def test_each_of_several_calls_is_known(project: Project) -> None:
    for words in (DRY, CHECK):
        project.whole(*words)
    assert all(project.is_known(*words) for words in (DRY, CHECK))


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
@pytest.mark.parametrize("is_there", [True, False])
def test_what_a_link_leads_to_may_come_and_go(is_there: bool, project: Project) -> None:
    project.write("codemods/old_engine.py", RULES + 'redirect("shop.gone", GoneEngine=Engine)\n')
    project.write("shop/user.py", "from shop.gone import GoneEngine\n\nGoneEngine(context=1)\n")
    project.write(".gitignore", "shop/gone\n")
    made = project.root.parent / "made"
    (project.root / "shop/gone").symlink_to(made, target_is_directory=True)
    if is_there:
        made.mkdir()
        (made / "__init__.py").write_text("class GoneEngine: ...\n")
    project.whole("--check")
    if is_there:
        made.rename(project.root.parent / "elsewhere")
    else:
        made.mkdir()
        (made / "__init__.py").write_text("class GoneEngine: ...\n")
    assert project.call("--check") == project.whole("--check")


def test_a_file_that_holds_something_else_for_a_moment_is_not_searched(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    from migrate_engines.running import remembered

    use = TREE["shop/user.py"]
    listed = remembered.kept_state

    def meddling(*given: object) -> object:
        state = listed(*given)
        project.write("shop/user.py", "")
        return state

    monkeypatch.setattr(remembered, "kept_state", meddling)
    project.whole("--check", NOTHING)
    monkeypatch.undo()
    monkeypatch.chdir(project.root)
    monkeypatch.setenv("MIGRATE_ENGINES_CACHE_DIR", str(project.root.parent / "cache"))
    project.write("shop/user.py", use)
    assert project.call("--check", "shop/user.py") == project.whole("--check", "shop/user.py")


def test_a_nearer_repository_is_seen(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    (project.root / "pyproject.toml").unlink()
    subprocess.run(["git", "add", "--all"], cwd=project.root, check=True)
    project.whole("--check", "shop/bytes.py")
    monkeypatch.chdir(project.root / "shop")
    project.whole("--check")
    subprocess.run(["git", "init", "--quiet", project.root / "shop"], check=True)
    assert project.call("--check") == project.whole("--check")
    (project.root / "shop/.git/migrate-engines").write_text("")
    monkeypatch.chdir(project.root)
    assert not project.is_known("--check", "shop/bytes.py")


def test_a_repository_that_is_gone_is_seen(project: Project) -> None:
    subprocess.run(["git", "init", "--quiet", project.root.parent], check=True)
    project.whole("--dry-run")
    (project.root / ".git").rename(project.root.parent / "away")
    assert project.call("--dry-run") == project.whole("--dry-run")


@pytest.mark.parametrize("installed", [True, False])
def test_another_program_is_seen(
    installed: bool, project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """One of the same version: installed anew, or a file of the checkout that this run has not loaded."""
    package = tmp_path / "site-packages" / "migrate_engines"
    record = package.parent / "migrate_engines-0.1.0.dist-info" / "RECORD"
    for path in (package / "__init__.py", package / "calls.py", record):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    monkeypatch.setattr("migrate_engines.__file__", str(package / "__init__.py"))
    monkeypatch.setattr("migrate_engines.cli.resting._is_installed", lambda: installed)
    project.whole("--check")
    assert project.is_known("--check")
    changed = record if installed else package / "calls.py"
    changed.unlink()
    changed.write_text("")
    assert not project.is_known("--check")


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
@pytest.mark.parametrize(
    ("setting", "folder"),
    [
        ('cache-dir = ".cache"', ".cache"),
        ('compliance = { baseline = "known/base.json" }', "known"),
        ("", "conf"),
    ],
)
def test_a_path_that_begins_to_lead_out_of_the_root_is_seen(
    setting: str, folder: str, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(project.root.parent))
    monkeypatch.delenv("MIGRATE_ENGINES_CACHE_DIR")
    codemods = "conf/codemods" if folder == "conf" else "codemods"
    project.write("pyproject.toml", f'[tool.migrate-engines]\ncodemods = ["{codemods}"]\n{setting}\n')
    project.write("conf/codemods/old_engine.py", RULES)
    project.write("known/base.json", "")
    (project.root / "known/base.json").unlink()
    (project.root / ".cache").mkdir()
    subprocess.run(["git", "add", "--all"], cwd=project.root, check=True)
    project.whole("--check")
    (project.root / folder).rename(project.root.parent / "out")
    (project.root / folder).symlink_to(project.root.parent / "out")
    assert project.call("--check") == project.whole("--check")


@pytest.mark.skipif(os.name == "nt", reason="a shell that closes a stream")
@pytest.mark.parametrize("closed", [">&-", "2>&-"])
@pytest.mark.parametrize("words", [["--check"], ["--check", NOTHING]], ids=["tree", "file"])
def test_a_closed_stream_is_left_to_the_whole_program(
    closed: str, words: list[str], project: Project
) -> None:
    project.whole(*words)
    project.forget_asking(*words)
    assert in_shell(closed, words).returncode == in_shell(closed, [*words, "--no-cache"]).returncode


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is always full")
def test_what_was_said_is_not_said_again(project: Project) -> None:
    expected = project.whole("--dry-run")
    assert in_shell("2>/dev/full", DRY).stdout == expected[1]


def in_shell(redirection: str, words: list[str]) -> "subprocess.CompletedProcess[bytes]":
    script = "import sys; from migrate_engines.__main__ import main; main()"
    path = str(Path(replay.__file__).parents[1])
    return subprocess.run(
        ["sh", "-c", f'exec "$@" {redirection}', "sh", sys.executable, "-c", script, *words],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": path},
    )


def test_settings_of_git_in_variables_are_seen(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    for number, pattern in enumerate(("nothing", "plain.py")):
        (project.root.parent / f"ignored{number}").write_text(f"{pattern}\n")
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "core.excludesFile")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", str(project.root.parent / "ignored0"))
    project.remember(NOTHING)
    assert project.is_replayed(NOTHING)
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", str(project.root.parent / "ignored1"))
    assert project.call(NOTHING) == project.whole(NOTHING)


def test_a_file_whose_answer_cannot_be_worked_out_is_known_from_the_tree(project: Project) -> None:
    project.write("shop/bytes.py", "import no.such.module\n")
    project.write("no/such/module.py", "")
    project.write(".gitignore", "no\n")
    for _ in range(2):
        project.call("--check", "shop/bytes.py")
    assert not project.is_replayed("--check", "shop/bytes.py")
    assert project.is_known("--check", "shop/bytes.py")
    assert project.is_known("--check", "shop/bytes.py")


@pytest.mark.parametrize("seed", range(3))
def test_whatever_changes_every_call_ends_as_the_whole_program(seed: int, project: Project) -> None:
    draw = random.Random(seed)
    known = 0
    for _ in range(25):
        words = draw.choice(CALLS)
        known += project.is_known(*words)
        assert project.call(*words) == project.whole(*words)
        path = draw.choice(["shop/plain.py", "shop/bytes.py", "shop/hub.py", "shop/more.py", "shop/parts.py"])
        match draw.randrange(4):
            case 0:
                project.write(path, draw.choice(list(TREE.values())[2:]))
            case 1:
                project.write(path, f"# {draw.random()}\n")
            case 2:
                (project.root / path).unlink(missing_ok=True)
                project.write(path, TREE.get(path, ""))
    assert known


@pytest.mark.parametrize(
    "damage",
    [
        lambda lines: [],
        lambda lines: lines[:4],
        lambda lines: [*lines[:4], "many some", *lines[5:]],
        lambda lines: lines[:-1],
        lambda lines: [*lines, "read\tshop/other.py"],
        lambda lines: ["report", *lines[1:]],
    ],
)
def test_a_damaged_entry_is_none(damage: Callable[[list[str]], list[str]], project: Project) -> None:
    expected = project.whole("--check")
    entry = Path(replay.entry_of(replay.trees(["--check"])[0]))
    lines = replay.lines_of(entry.read_bytes()) or []
    entry.write_bytes(replay.written(damage(lines)))
    assert not project.is_known("--check")
    assert project.call("--check") == expected
    assert project.is_known("--check")


def test_too_many_changes_are_left_to_the_whole_program(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("migrate_engines.cache.state._RACY", 0)
    project.whole("--check")
    monkeypatch.setattr(same_tree, "_MOST_CHANGED", 1)
    project.write(NOTHING, "# one\n")
    assert project.is_known("--check")
    project.write("shop/bytes.py", "# two\n")
    assert not project.is_known("--check")


def test_little_is_imported_for_it(project: Project) -> None:
    answer = project.whole("--dry-run")
    script = (
        "import sys; sys.argv[1:] = ['--dry-run']\n"
        "from migrate_engines.__main__ import main\n"
        "try: main()\n"
        "finally: print(*sys.modules, file=sys.stderr)"
    )
    path = os.pathsep.join([str(Path(replay.__file__).parents[1]), os.environ.get("PYTHONPATH", "")])
    command = [sys.executable, "-c", script]
    ended = subprocess.run(command, capture_output=True, env={**os.environ, "PYTHONPATH": path})
    assert (ended.returncode, ended.stdout) == answer[:2]
    heavy = {"typer", "click", "msgspec", "libcst", "ast", "dataclasses", "inspect", "rich", "json"}
    assert not heavy & set(ended.stderr.decode().split())


def test_what_a_call_has_listed_is_not_taken_by_the_next_one(project: Project) -> None:
    project.write("pyproject.toml", "[tool.migrate-engines]\nnonsense = 1\n")
    assert project.call("--dry-run")[0] == 2
    project.write("pyproject.toml", TREE["pyproject.toml"])
    project.write("shop/added.py", TREE["shop/user.py"])
    assert b"shop/added.py" in project.call("--check")[1]


def test_a_folder_of_rules_that_is_gone_is_told_however_much_is_known(project: Project) -> None:
    settings = '[tool.migrate-engines]\ncodemods = ["codemods", "more"]\n'
    project.write("pyproject.toml", settings)
    (project.root / "more").mkdir()
    for words in (["--check"], ["--check", "shop/user.py"]):
        project.call(*words)
    (project.root / "more").rmdir()
    for words in (["--check"], ["--check", "shop/user.py"], ["--allow-dirty", "shop/user.py"]):
        code, _, err = project.call(*words)
        assert code == 2
        assert b"There is no such folder of codemods" in err
    assert (project.root / "shop/user.py").read_text() == TREE["shop/user.py"]


def test_rules_that_break_after_a_run_do_not_end_it(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    from migrate_engines.cli import carry_out

    tell = carry_out._told
    expected = project.call("--check", "shop/quoted.py")
    (project.root / ".git").rename(project.root / "not-git")  # so that no tree is known

    def meddling(*given: object) -> object:
        answer = tell(*given)
        project.write("codemods/old_engine.py", "nonsense(\n")
        return answer

    monkeypatch.setattr(carry_out, "_told", meddling)
    for _ in range(2):
        project.write("codemods/old_engine.py", RULES)
        assert project.call("--check", "shop/quoted.py") == expected
