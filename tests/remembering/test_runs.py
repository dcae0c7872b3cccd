"""A run that is remembered says what a new one would, whatever has become of the tree since."""

import os
import random
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from remembered_project import RULE, SAMPLE, TREE, Project

from migrate_engines.cache.folder import CacheFolder
from migrate_engines.model.report import Mode
from migrate_engines.model.rule import Codemod
from migrate_engines.rules import load_codemods
from migrate_engines.rules.shipped import rule_folders
from migrate_engines.running.remembered import run
from migrate_engines.running.request import Request
from migrate_engines.settings import Settings, load_settings


def git(root: Path, *arguments: str) -> None:
    command = ["git", "-c", "user.name=a", "-c", "user.email=a@example.com", *arguments]
    subprocess.run(command, cwd=root, check=True, capture_output=True)


def test_a_tree_that_is_the_same_is_not_run_over_again(project: Project) -> None:
    assert project.was_known()


@pytest.mark.parametrize("path", ["shop/unrelated.py", "settings.yaml"])
def test_a_file_that_does_not_matter_may_change(project: Project, path: str) -> None:
    project.write(path, "# something else\n")
    assert project.was_known()
    project.write(path, f"# {RULE!r} {TREE!r}\n")
    assert not project.was_known()


@pytest.mark.parametrize("path", ["shop/user.py", "shop/old.py", "shop/new.py", "shop/base.py"])
def test_a_file_that_was_looked_at_may_not(project: Project, path: str) -> None:
    project.write(path, TREE[path] + "\n# a comment\n")
    assert not project.was_known()
    assert project.is_known()


def test_a_new_alias_elsewhere_is_seen(project: Project) -> None:
    project.write("shop/unrelated.py", "from shop.old import OldEngine as Hidden\n")
    project.write("shop/third.py", 'from shop.unrelated import Hidden\n\n__all__ = ["Hidden"]\n')
    assert not project.was_known()
    assert {each.path for each in project.run().rewritten} >= {"shop/unrelated.py", "shop/old.py"}


def test_a_module_that_was_missing_appears_where_no_listing_has_it(project: Project) -> None:
    project.write("shop/user.py", "from shop.old import OldEngine, OldExtra\n")
    assert project.is_known()
    project.write("shop/old/OldExtra.pyc", "")
    assert not project.was_known()


@pytest.mark.parametrize(
    "change",
    [
        lambda root: (root / "shop/user.py").unlink(),
        lambda root: (root / "shop/another.py").write_text("X = 1\n"),
        lambda root: (root / "shop/user.py").rename(root / "shop/client.py"),
        lambda root: (root / "more.toml").write_text("a = 1\n"),
        lambda root: (root / "codemods/old.py").write_text(RULE.replace("Engine)", "Engine)  # why")),
        lambda root: (root / "codemods/other.py").write_text(RULE.replace("shop.old", "shop.base")),
    ],
)
def test_what_is_there_and_what_the_rules_are_counts(
    project: Project, change: Callable[[Path], object]
) -> None:
    change(project.settings.root)
    assert not project.was_known()
    assert project.is_known()


def test_what_git_ignores_counts(project: Project) -> None:
    git(project.settings.root, "init", "--quiet")
    project.run()
    project.write(".gitignore", "user.py\n")
    assert not project.was_known()
    assert [each.path for each in project.run().rewritten] == ["shop/old.py"]


def test_a_file_that_git_moved_counts(project: Project) -> None:
    root = project.settings.root
    git(root, "init", "--quiet")
    git(root, "add", ".")
    project.run()
    git(root, "mv", "shop/user.py", "shop/client.py")
    assert not project.was_known()


@pytest.mark.parametrize(
    "changed",
    [
        {"exclude": ("codemods", "shop/user.py")},
        {"line_length": 20},
        {"source_roots": ("shop",)},
        {"unsafe": True},
    ],
)
def test_settings_count(project: Project, changed: dict[str, object]) -> None:
    project.settings = Settings(
        **{"root": project.settings.root, "codemods": ("codemods",), "exclude": ("codemods",), **changed}  # type: ignore[arg-type]
    )
    assert not project.was_known()


@pytest.mark.parametrize(
    "asked", [{"module": "shop.user"}, {"unsafe": True}, {"keeps": True}, {"select": ("old",)}]
)
def test_what_is_asked_counts(project: Project, asked: dict[str, object]) -> None:
    assert not project.was_known(**asked)
    assert project.was_known(**asked)
    assert project.was_known()


def test_a_folder_may_be_asked_for_and_files_are_not_remembered(project: Project) -> None:
    folder, file = project.settings.root / "shop", project.settings.root / "shop/user.py"
    assert project.is_known(paths=(folder,))
    assert not project.is_known(paths=(file,))


@pytest.mark.skipif(os.name == "nt", reason="Windows does not tell when anything of a file changed")
def test_another_text_of_the_same_size_and_time_is_seen(project: Project) -> None:
    path = project.settings.root / "shop/user.py"
    times = path.stat()
    path.write_text(TREE["shop/user.py"].replace("= 1", "= 2"))
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert path.stat().st_size == times.st_size
    assert not project.was_known()


def test_a_dry_run_is_what_is_written_later(project: Project) -> None:
    promised = {each.path: each.after for each in project.run().rewritten}
    written = project.run(Mode.APPLY)
    assert not project.is_made
    assert {each.path: each.after for each in written.rewritten} == promised
    assert {path: (project.settings.root / path).read_bytes() for path in promised} == promised
    assert not project.was_known()
    assert not project.run().rewritten


def test_a_tree_that_is_as_before_again_is_known_again(project: Project) -> None:
    project.run(Mode.APPLY)
    for path, text in TREE.items():
        project.write(path, text)
    assert project.was_known()


def test_a_run_with_a_failed_file_is_not_remembered(project: Project) -> None:
    project.write("shop/user.py", "from shop.old import (OldEngine\n")
    assert project.run().failed
    assert not project.is_known()


def test_a_file_that_changes_during_the_run_ends_what_could_be_remembered(project: Project) -> None:
    project.write("shop/user.py", TREE["shop/user.py"] + "\n# 1\n")

    def meddling() -> Sequence[Codemod]:
        project.write("shop/unrelated.py", "# written while the run is under way\n")
        return load_codemods(rule_folders(project.settings))

    project.forget_codemods()
    run(Request(mode=Mode.DRY_RUN), project.settings, meddling, cache=project.cache)
    assert not project.was_known()


def test_a_rule_that_changes_during_the_run_ends_what_could_be_remembered(project: Project) -> None:
    project.write("shop/user.py", TREE["shop/user.py"] + "\n# 1\n")
    other = RULE.replace("Engine)", "Engine)\n\nredirect('shop.base', Base=Engine)")

    def meddling() -> Sequence[Codemod]:
        project.write("codemods/old.py", other)
        return load_codemods(rule_folders(project.settings))

    project.forget_codemods()
    run(Request(mode=Mode.DRY_RUN), project.settings, meddling, cache=project.cache)
    project.write("codemods/old.py", RULE)
    assert not project.was_known()


def test_codemods_that_were_read_before_are_not_read_again(project: Project) -> None:
    def never() -> Sequence[Codemod]:
        raise AssertionError("they are")

    before = project.run()
    project.write("shop/user.py", TREE["shop/user.py"] + "\n# 1\n")
    report = run(Request(mode=Mode.DRY_RUN), project.settings, never, cache=project.cache).report
    assert report.results == project.run_anew().results
    assert report != before


@pytest.mark.parametrize(
    "damage", [lambda data: data[:-1], lambda data: b"", lambda data: data[:100] + b"!" + data[101:]]
)
def test_a_damaged_cache_is_no_cache(project: Project, damage: Callable[[bytes], bytes]) -> None:
    for path in project.cache.folder.glob("*.cache"):
        path.write_bytes(damage(path.read_bytes()))
    assert not project.was_known()
    assert project.is_known()


def test_a_sealed_file_of_another_shape_is_no_cache(project: Project) -> None:
    for path in project.cache.folder.glob("*.cache"):
        project.cache.write(path.stem, b"\x93\x01\x02\x03")
    assert not project.was_known()
    assert project.is_known()


def test_whatever_changes_in_the_sample_a_remembered_run_says_what_a_new_one_does(tmp_path: Path) -> None:
    root = shutil.copytree(SAMPLE, tmp_path / "sample", ignore=shutil.ignore_patterns("__pycache__"))
    project = Project(root, CacheFolder(tmp_path / "cache"))
    project.settings = load_settings(root)
    chance = random.Random(11)
    known = 0
    for _ in range(8):
        path = chance.choice(sorted(each for each in root.rglob("*.py") if each.is_file()))
        mutation = chance.choice(MUTATIONS)
        path.write_bytes(mutation(path.read_bytes(), chance))
        known += project.was_known()
    assert known


MUTATIONS: list[Callable[[bytes, random.Random], bytes]] = [
    lambda data, chance: data + b"\n# a comment\n",
    lambda data, chance: data + b"\nNUMBER = 1\n",
    lambda data, chance: b"".join(line for line in data.splitlines(True) if not line.startswith(b"from ")),
    lambda data, chance: data + b"\nfrom backend.agents import *\n",
    lambda data, chance: data.replace(b"Engine", b"Machine", 1),
    lambda data, chance: b"",
]
