"""Where a journal is kept."""

import pytest

from migrate_engines.journal.home import Home, find_home


def test_in_the_git_directory(repository):
    assert find_home(repository) == Home(repository / ".git" / "migrate-engines", repository)


def test_a_root_inside_a_repository_shares_its_journal(repository):
    (repository / "back" / "end").mkdir(parents=True)
    home = find_home(repository / "back" / "end")
    assert home == find_home(repository)
    assert home.relative(repository / "back" / "end") == "back/end"
    assert home.root("back/end") == repository / "back" / "end"


def test_a_linked_work_tree_has_its_own(repository, run_git, tmp_path):
    run_git(repository, "worktree", "add", "-q", str(tmp_path / "linked"))
    expected = repository / ".git" / "worktrees" / "linked" / "migrate-engines"
    assert find_home(tmp_path / "linked") == Home(expected, tmp_path / "linked")


def test_a_submodule_has_its_own(repository, run_git, tmp_path):
    outer = tmp_path / "outer"
    outer.mkdir()
    run_git(outer, "init", "-q")
    run_git(outer, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(repository), "inner")
    expected = outer / ".git" / "modules" / "inner" / "migrate-engines"
    assert find_home(outer / "inner") == Home(expected, outer / "inner")


def test_a_hook_s_environment_is_no_matter(repository, monkeypatch):
    (repository / "inside").mkdir()
    monkeypatch.chdir(repository)
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    assert find_home(repository / "inside").folder == repository / ".git" / "migrate-engines"


def test_outside_git_in_the_state_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("MIGRATE_ENGINES_STATE_DIR", str(tmp_path / "state"))
    for name in ("one", "two"):
        (tmp_path / name / "tree").mkdir(parents=True)
    one, two = (find_home(tmp_path / name / "tree") for name in ("one", "two"))
    assert one.folder.parent == tmp_path / "state"
    assert one.folder.name.startswith("tree-")
    assert one.folder != two.folder
    assert one.base == tmp_path / "one" / "tree"


def test_without_the_variable_it_is_the_system_s_place(tmp_path, monkeypatch):
    monkeypatch.delenv("MIGRATE_ENGINES_STATE_DIR")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "xdg"))
    assert "migrate-engines" in find_home(tmp_path).folder.parts


def test_a_link_to_the_root_is_the_root(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    assert find_home(tmp_path / "link") == find_home(tmp_path / "real")


@pytest.mark.parametrize("what", ["an empty folder", "no program"])
def test_where_git_does_not_help_it_is_the_state_folder(what, repository, tmp_path, monkeypatch):
    if what == "no program":
        monkeypatch.setenv("PATH", str(tmp_path))
        root = repository
    else:
        root = tmp_path / "odd"
        (root / ".git").mkdir(parents=True)
    assert ".git" not in find_home(root).folder.parts
