"""Which files a run looks at."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from migrate_engines.settings import Settings
from migrate_engines.tree.git_files import begin_listing, forget_listing, git_found
from migrate_engines.tree.listing import code_endings, is_excluded, list_files, list_settings_files, list_tree

Write = Callable[..., None]
Git = Callable[..., None]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Create files with one line each, and their folders."""

    def write(*names: str) -> None:
        for name in names:
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text("x = 1\n")

    return write


@pytest.fixture
def git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Git:
    """Run git in a new repository; the developer's own configuration does not count."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)

    def git(*arguments: str, folder: str = ".") -> None:
        subprocess.run(["git", *arguments], cwd=tmp_path / folder, check=True, capture_output=True)

    git("init", "--quiet")
    return git


def listed(root: Path, *exclude: str) -> list[str]:
    return list(list_files(Settings(root, exclude=exclude)))


def test_tracked_and_new_files_are_listed_and_ignored_ones_are_not(
    tmp_path: Path, git: Git, write: Write
) -> None:
    write("tracked.py", "new.py", "scratch/a.py", "acme/deep/b.py", "notes.txt", "acme/c.pyi")
    (tmp_path / ".gitignore").write_text("scratch/\n")
    git("add", "tracked.py")
    assert listed(tmp_path) == ["acme/deep/b.py", "new.py", "tracked.py"]


@pytest.mark.parametrize("name", ["build/a.py", "with space.py", "naïve/漢.py", "-x.py", "a'b.py"])
def test_a_tracked_file_is_listed_whatever_it_is_called(
    tmp_path: Path, git: Git, write: Write, name: str
) -> None:
    write(name)
    git("add", "--", name)
    assert listed(tmp_path) == [name]


def test_a_file_that_is_tracked_although_ignored_is_listed(tmp_path: Path, git: Git, write: Write) -> None:
    write("kept.py", "scratch.py")
    (tmp_path / ".gitignore").write_text("*.py\n")
    git("add", "--force", "kept.py")
    assert listed(tmp_path) == ["kept.py"]


def test_a_tracked_file_that_is_gone_is_not_listed(tmp_path: Path, git: Git, write: Write) -> None:
    write("a.py", "b.py")
    git("add", ".")
    (tmp_path / "a.py").unlink()
    assert listed(tmp_path) == ["b.py"]


def test_ignored_files_stay_out_where_there_are_no_others(tmp_path: Path, git: Git, write: Write) -> None:
    write("scratch/a.py", "notes.txt")
    (tmp_path / ".gitignore").write_text("scratch/\n")
    git("add", ".")
    assert listed(tmp_path) == []


def test_a_root_below_the_top_of_its_repository(tmp_path: Path, git: Git, write: Write) -> None:
    write("backend/a.py", "backend/scratch.py", "frontend/b.py")
    (tmp_path / ".gitignore").write_text("scratch.py\n")
    assert listed(tmp_path / "backend") == ["a.py"]


def test_a_root_that_its_repository_ignores_is_walked(tmp_path: Path, git: Git, write: Write) -> None:
    write("copy/a.py", "copy/acme/b.py")
    (tmp_path / ".gitignore").write_text("copy/\n")
    assert listed(tmp_path / "copy") == ["a.py", "acme/b.py"]


def test_a_repository_within_is_left_to_itself(tmp_path: Path, git: Git, write: Write) -> None:
    write("a.py", "vendored/b.py")
    git("init", "--quiet", folder="vendored")
    assert listed(tmp_path) == ["a.py"]


def test_without_git_every_file_is_listed_but_those_of_tools(tmp_path: Path, write: Write) -> None:
    write("a.py", "acme/b.py", ".hidden/c.py", "notes.txt")
    write(
        *(f"acme/{name}/d.py" for name in ("__pycache__", "node_modules", ".venv", "site-packages", "dist"))
    )
    assert listed(tmp_path) == [".hidden/c.py", "a.py", "acme/b.py"]


def test_a_repository_on_a_machine_without_git_is_walked(
    tmp_path: Path, git: Git, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("acme/a.py", "build/b.py")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert listed(tmp_path) == ["acme/a.py"]


@pytest.mark.parametrize("in_git", [False, True])
def test_links_are_left_to_what_they_point_to(
    tmp_path: Path, write: Write, in_git: bool, request: pytest.FixtureRequest
) -> None:
    write("acme/a.py")
    (tmp_path / "link.py").symlink_to("acme/a.py")
    (tmp_path / "folder").symlink_to("acme")
    (tmp_path / "dangling.py").symlink_to("nowhere.py")
    (tmp_path / "folder.py").mkdir()
    if in_git:
        request.getfixturevalue("git")("add", ".")
    assert listed(tmp_path) == ["acme/a.py"]


def test_a_tracked_folder_that_became_a_link_is_not_followed(tmp_path: Path, git: Git, write: Write) -> None:
    write("acme/a.py", "elsewhere/a.py")
    git("add", "acme")
    (tmp_path / "acme" / "a.py").unlink()
    (tmp_path / "acme").rmdir()
    (tmp_path / "acme").symlink_to("elsewhere")
    assert listed(tmp_path) == ["elsewhere/a.py"]


@pytest.mark.parametrize(
    ("pattern", "left_out"),
    [
        ("a.py", ["a.py"]),
        ("acme", ["acme/a.py", "acme/old/a.py", "acme/old/b_pb2.py"]),
        ("acme/old", ["acme/old/a.py", "acme/old/b_pb2.py"]),
        ("*/old", ["acme/old/a.py", "acme/old/b_pb2.py"]),
        ("*_pb2.py", ["acme/old/b_pb2.py"]),
        ("*/a.py", ["acme/a.py", "acme/old/a.py"]),
        ("[ab]*", ["a.py", "acme/a.py", "acme/old/a.py", "acme/old/b_pb2.py"]),
        ("acm", []),
        ("old", []),
        ("ACME", []),
    ],
)
@pytest.mark.parametrize("in_git", [False, True])
def test_excluded_patterns(
    tmp_path: Path,
    write: Write,
    pattern: str,
    left_out: list[str],
    in_git: bool,
    request: pytest.FixtureRequest,
) -> None:
    files = ["a.py", "acme/a.py", "acme/old/a.py", "acme/old/b_pb2.py", "other/c.py"]
    write(*files)
    if in_git:
        request.getfixturevalue("git")("add", ".")
    assert listed(tmp_path, pattern) == [name for name in files if name not in left_out]


def test_one_pattern_that_matches_is_enough(tmp_path: Path) -> None:
    settings = Settings(tmp_path, exclude=("nothing", "acme"))
    assert is_excluded("acme/a.py", settings)
    assert not is_excluded("a.py", settings)


@pytest.mark.parametrize("in_git", [False, True])
def test_files_of_settings_are_listed_by_the_same_rules(
    tmp_path: Path, write: Write, in_git: bool, request: pytest.FixtureRequest
) -> None:
    write(
        "a.toml",
        "b.yaml",
        "c.yml",
        "d.ini",
        "acme/e.cfg",
        "f.json",
        "g.py",
        "old/h.toml",
        "node_modules/i.yml",
    )
    (tmp_path / "link.toml").symlink_to("a.toml")
    if in_git:
        (tmp_path / ".gitignore").write_text("d.ini\nnode_modules\n")
        request.getfixturevalue("git")("add", ".")
    expected = {"a.toml", "acme/e.cfg", "b.yaml", "c.yml", "d.ini"} - ({"d.ini"} if in_git else set())
    assert set(list_settings_files(Settings(tmp_path, exclude=("old",)))) == expected


def test_a_listing_that_was_begun_is_what_is_asked_for(tmp_path: Path, git: Git, write: Write) -> None:
    write("a.py", "b/c.py", "d.toml", "e.ipynb", "f.md")
    (tmp_path / "link.py").symlink_to("a.py")
    settings = Settings(tmp_path)
    expected = list_tree(settings)
    begin_listing(tmp_path)
    found = list_tree(settings)
    assert (found.python, found.settings, found.found) == (expected.python, expected.settings, expected.found)
    assert found.others == {"link.py": False}
    assert found.python == ("a.py", "b/c.py")


def test_a_listing_that_was_begun_is_given_once(tmp_path: Path, git: Git, write: Write) -> None:
    write("a.py")
    begin_listing(tmp_path)
    assert listed_names(git_found(tmp_path, code_endings(Settings(tmp_path)))) == ["a.py"]
    write("b.py")
    assert listed_names(git_found(tmp_path, code_endings(Settings(tmp_path)))) == ["a.py", "b.py"]


def test_a_listing_is_for_the_call_that_began_it(tmp_path: Path, git: Git, write: Write) -> None:
    write("a.py")
    begin_listing(tmp_path)
    forget_listing()
    write("b.py")
    assert listed_names(git_found(tmp_path, code_endings(Settings(tmp_path)))) == ["a.py", "b.py"]


def test_a_listing_of_something_else_is_left(tmp_path: Path, git: Git, write: Write) -> None:
    write("a.py", "inner/b.py", "c.md")
    for root, endings in (
        (tmp_path / "inner", (".py",)),
        (tmp_path, (".md",)),
        (tmp_path / "inner", (".md",)),
    ):
        begin_listing(root, endings)
        assert listed_names(git_found(tmp_path, (".py",))) == ["a.py", "inner/b.py"]


def test_what_was_begun_where_there_is_no_git_is_nothing(tmp_path: Path, write: Write) -> None:
    write("a.py")
    begin_listing(tmp_path)
    assert list_tree(Settings(tmp_path)).python == ("a.py",)


def listed_names(found: tuple[int, list[str], object] | None) -> list[str] | None:
    return None if found is None else found[1]
