"""A run taken back: what it wrote, and nothing that came after."""

import os
import stat

import pytest

from migrate_engines.journal.history import State, run_to_undo, state_of
from migrate_engines.journal.plan import Part
from migrate_engines.model.problem import InputError

OLD = b"one = 1\ntwo = 2\nthree = 3\nfour = 4\n"
NEW = OLD.replace(b"one = 1", b"one = 10")
HELPER = b"def wired(): ...\n"
USER = OLD.replace(b"one = 1", b"from wiring import wired")


def only(*paths: str) -> Part:
    return Part(is_meant=lambda path: path in paths)


def states(tree) -> dict[str, State]:
    runs = tree.journal.runs()
    return {run.name: state_of(run, runs, tree.root) for run in runs}


def test_a_run_is_taken_back(tree, actions):
    tree.put(a=OLD, b=OLD)
    (tree.root / "a.py").chmod(0o755)
    tree.write({"wiring.py": (None, HELPER), "a.py": (OLD, NEW), "b.py": (OLD, USER)})
    report = tree.rollback()
    assert (report.run, report.name, report.exit_code) == ("1", "2", 0)
    assert actions(report) == {"a.py": "RESTORED", "b.py": "RESTORED", "wiring.py": "DELETED"}
    assert tree.files() == {"a.py": OLD, "b.py": OLD}
    assert stat.S_IMODE((tree.root / "a.py").stat().st_mode) == 0o755
    assert states(tree) == {"1": State.UNDONE, "2": State.STANDS}


def test_a_dry_rollback_says_the_same_and_writes_nothing(tree, actions):
    tree.put(a=OLD)
    tree.write({"a.py": (OLD, NEW)})
    report = tree.rollback(is_dry=True)
    assert [(each.before, each.after) for each in report.results] == [(NEW, OLD)]
    assert tree.files() == {"a.py": NEW}
    assert states(tree) == {"1": State.STANDS}
    assert actions(report) == actions(tree.rollback())


def test_a_rollback_can_be_rolled_back(tree, actions):
    tree.put(a=OLD)
    (tree.root / "wiring.py").write_bytes(b"")
    (tree.root / "wiring.py").unlink()
    tree.write({"wiring.py": (None, HELPER), "a.py": (OLD, USER)})
    (tree.root / "wiring.py").chmod(0o640)
    tree.rollback()
    assert actions(tree.rollback("2")) == {"a.py": "RESTORED", "wiring.py": "CREATED"}
    assert tree.files() == {"a.py": USER, "wiring.py": HELPER}
    assert stat.S_IMODE((tree.root / "wiring.py").stat().st_mode) == 0o640
    assert states(tree) == {"1": State.STANDS, "2": State.UNDONE, "3": State.STANDS}
    assert tree.rollback().run == "1", "what stands again is the newest run that stands"
    assert tree.files() == {"a.py": OLD}


def test_each_rollback_goes_one_run_further_back(tree):
    tree.put(a=b"0")
    tree.write({"a.py": (b"0", b"1")})
    tree.write({"a.py": (b"1", b"2")})
    assert [tree.rollback().run, tree.rollback().run] == ["2", "1"]
    assert tree.files() == {"a.py": b"0"}
    with pytest.raises(InputError, match="no run that could be rolled back"):
        tree.rollback()


def test_a_run_taken_back_by_hand_does_not_count(tree):
    tree.put(a=OLD, b=OLD)
    tree.write({"a.py": (OLD, NEW)})
    tree.write({"b.py": (OLD, NEW)})
    tree.put(b=OLD)
    assert tree.rollback().run == "1"


def test_changes_since_are_kept_where_they_are_apart(tree, actions):
    tree.put(a=OLD, b=OLD)
    tree.write({"a.py": (OLD, NEW), "b.py": (OLD, NEW)})
    tree.put(a=NEW.replace(b"four = 4", b"four = 40"))
    report = tree.rollback()
    assert actions(report) == {"a.py": "MERGED", "b.py": "RESTORED"}
    assert report.exit_code == 0
    assert tree.files() == {"a.py": OLD.replace(b"four = 4", b"four = 40"), "b.py": OLD}


def test_changes_in_the_same_lines_are_refused_and_the_rest_is_restored(tree, actions):
    tree.put(a=OLD, b=OLD)
    tree.write({"a.py": (OLD, NEW), "b.py": (OLD, NEW)})
    changed = NEW.replace(b"one = 10", b"one = 11")
    tree.put(a=changed)
    report = tree.rollback()
    assert actions(report) == {"a.py": "REFUSED", "b.py": "RESTORED"}
    assert report.results[0].why == "it has changed since, in the same lines"
    assert report.exit_code == 1
    assert tree.files() == {"a.py": changed, "b.py": OLD}
    assert states(tree) == {"1": State.PARTLY, "2": State.STANDS}
    tree.put(a=NEW)
    assert actions(tree.rollback()) == {"a.py": "RESTORED", "b.py": "UNTOUCHED"}


def test_a_merge_keeps_line_ends_and_a_missing_last_one(tree, actions):
    old = b"one = 1\r\ntwo = 2\r\n\x0cthree = 3\r\n# caf\xe9 \xff\r\nfour = 4"
    new = old.replace(b"one = 1", b"one = 10")
    tree.put(a=old)
    tree.write({"a.py": (old, new)})
    tree.put(a=new + b"0")
    assert actions(tree.rollback()) == {"a.py": "MERGED"}
    assert tree.files() == {"a.py": old + b"0"}


def test_a_merge_that_is_no_python_any_more_is_refused(tree, actions):
    old = b"def one():\n    pass\n\n\ndef two():\n    pass\n"
    new = b"def one():\n    pass\n\n\nif True:\n  def two():\n    pass\n"
    tree.put(a=old)
    tree.write({"a.py": (old, new)})
    tree.put(a=b"def zero():\n    pass\n\n\n" + new)
    assert actions(tree.rollback()) == {"a.py": "MERGED"}
    tree.put(a=old)
    tree.write({"a.py": (old, new)})
    tree.put(a=new + b"\n\n\n\n  def three():\n    pass\n")
    assert actions(tree.rollback()) == {"a.py": "REFUSED"}


def test_without_git_nothing_is_merged(tree, actions, monkeypatch, tmp_path):
    tree.put(a=OLD)
    tree.write({"a.py": (OLD, NEW)})
    tree.put(a=NEW + b"five = 5\n")
    monkeypatch.setenv("PATH", str(tmp_path))
    report = tree.rollback()
    assert actions(report) == {"a.py": "REFUSED"}
    assert report.results[0].why == "it has changed since, and cannot be merged: git is not installed"


@pytest.mark.parametrize(
    ("state", "why"),
    [
        ("deleted", "it has been deleted since"),
        ("a link", "a symbolic link on its path leads elsewhere"),
        ("a folder", "Is a directory"),
        ("read-only", "is read-only"),
    ],
)
def test_what_cannot_be_restored_is_named(tree, actions, state, why, monkeypatch):
    tree.put(a=OLD, b=OLD)
    tree.write({"a.py": (OLD, NEW), "b.py": (OLD, NEW)})
    path = tree.root / "a.py"
    if state == "read-only":
        monkeypatch.setattr(os, "access", lambda where, mode: where != path)
    else:
        path.unlink()
    if state == "a link":
        path.symlink_to("b.py")
    if state == "a folder":
        path.mkdir()
    report = tree.rollback()
    assert actions(report) == {"a.py": "REFUSED", "b.py": "RESTORED"}
    assert why in report.results[0].why
    assert (tree.root / "b.py").read_bytes() == OLD


def test_a_created_file_that_was_worked_on_stays(tree, actions):
    tree.write({"wiring.py": (None, HELPER)})
    tree.put(wiring=HELPER + b"more = 1\n")
    report = tree.rollback()
    assert report.results[0].why == "the run created it, and it has changed since"
    assert tree.files() == {"wiring.py": HELPER + b"more = 1\n"}


def test_a_created_file_stays_while_a_user_of_it_does(tree, actions):
    tree.put(a=OLD)
    tree.write({"wiring.py": (None, HELPER), "a.py": (OLD, USER)})
    tree.put(a=USER.replace(b"import wired", b"import wired as w"))
    report = tree.rollback()
    assert actions(report) == {"a.py": "REFUSED", "wiring.py": "REFUSED"}
    assert report.results[1].why == "a.py may need it"


def test_a_created_file_stays_where_a_merge_kept_a_use_of_it(tree, actions):
    tree.put(a=OLD)
    tree.write({"wiring.py": (None, HELPER), "a.py": (OLD, USER)})
    tree.put(a=USER + b"import wiring\n")
    assert actions(tree.rollback()) == {"a.py": "MERGED", "wiring.py": "REFUSED"}
    assert tree.files() == {"a.py": OLD + b"import wiring\n", "wiring.py": HELPER}


def test_a_created_file_stays_while_a_later_run_uses_it(tree, actions):
    tree.put(a=OLD, b=OLD)
    tree.write({"wiring.py": (None, HELPER), "a.py": (OLD, USER)})
    tree.write({"b.py": (OLD, USER)})
    assert actions(tree.rollback("1")) == {"a.py": "RESTORED", "wiring.py": "REFUSED"}
    tree.rollback("2")
    assert actions(tree.rollback("1")) == {"a.py": "UNTOUCHED", "wiring.py": "DELETED"}
    assert tree.files() == {"a.py": OLD, "b.py": OLD}


def test_a_created_file_stays_where_its_user_cannot_be_written(tree, actions, monkeypatch):
    tree.put(a=OLD)
    tree.write({"wiring.py": (None, HELPER), "a.py": (OLD, USER)})
    monkeypatch.setattr(os, "access", lambda where, mode: where.name != "a.py")
    assert actions(tree.rollback()) == {"a.py": "REFUSED", "wiring.py": "REFUSED"}
    assert tree.files() == {"a.py": USER, "wiring.py": HELPER}


def test_no_folder_is_made_for_a_file_that_comes_back(tree, actions):
    (tree.root / "acme").mkdir()
    tree.write({"acme/wiring.py": (None, HELPER)})
    tree.rollback()
    assert (tree.root / "acme").is_dir(), "nor is one removed"
    (tree.root / "acme").rmdir()
    report = tree.rollback("2")
    assert report.results[0].why == "its folder is gone"
    assert not (tree.root / "acme").exists()


def test_a_part_by_path(tree, actions):
    tree.put(a=OLD, b=OLD)
    tree.write({"a.py": (OLD, NEW), "b.py": (OLD, NEW)})
    assert actions(tree.rollback(part=only("b.py"))) == {"b.py": "RESTORED"}
    assert states(tree)["1"] is State.PARTLY
    assert tree.rollback().run == "1", "a run that stands in part can be rolled back"
    assert tree.files() == {"a.py": OLD, "b.py": OLD}


def test_a_part_without_the_redirect_is_worth_a_note(tree):
    tree.put(old=OLD, b=OLD)
    tree.write({"b.py": (OLD, NEW), "old.py": (OLD, NEW)}, stages={"old.py": 2})
    report = tree.rollback(part=only("b.py"))
    assert report.notes == ("old.py stays a redirect: what was restored may need it as it was before",)


@pytest.mark.parametrize(
    ("part", "told"),
    [
        (only("c.py"), "It wrote no file there"),
        (Part(frozenset({"other"})), "It fixed nothing by other. It is a rollback itself"),
    ],
)
def test_a_part_that_is_not_there(tree, part, told):
    tree.put(a=OLD)
    tree.write({"a.py": (OLD, NEW)})
    with pytest.raises(InputError, match=told):
        tree.rollback(part=part)


def test_a_run_that_is_not_there(tree):
    with pytest.raises(InputError, match="There is no such run"):
        tree.rollback("7")


def test_a_run_of_another_root_of_the_repository_is_taken_back_by_name_only(repository, tree):
    (repository / "back").mkdir()
    whole, back = type(tree)(repository), type(tree)(repository / "back")
    back.put(a=OLD)
    back.write({"a.py": (OLD, NEW)})
    with pytest.raises(InputError, match="no run that could be rolled back"):
        whole.rollback()
    whole.rollback("1")
    assert back.files() == {"a.py": OLD}
    assert run_to_undo(back.journal, back.root, "2").rolls_back == "1"


@pytest.mark.parametrize("written", [0, 1, 2])
def test_an_interrupted_run_is_taken_back(tree, written):
    tree.put(a=OLD)
    tree.write({"wiring.py": (None, HELPER), "a.py": (OLD, USER)}, cut_after=written)
    tree.rollback()
    assert tree.files() == {"a.py": OLD}
    assert tree.journal.interrupted() == []
    tree.write({"a.py": (OLD, NEW)})


def test_of_an_interrupted_run_no_part_can_be_chosen(tree):
    tree.put(a=OLD)
    tree.write({"a.py": (OLD, NEW)}, cut_after=1)
    with pytest.raises(InputError, match="It was interrupted, so no part of it can be chosen"):
        tree.rollback(part=only("a.py"))


def test_an_interrupted_run_comes_first(tree):
    tree.put(a=OLD, b=OLD)
    tree.write({"a.py": (OLD, NEW)})
    tree.write({"b.py": (OLD, NEW)}, cut_after=1)
    with pytest.raises(InputError, match=r"run 2: It was interrupted\. Take it back"):
        tree.rollback("1")


@pytest.mark.parametrize("written", [0, 1, 2])
def test_an_interrupted_run_is_finished(tree, written):
    tree.put(a=OLD)
    tree.write({"wiring.py": (None, HELPER), "a.py": (OLD, USER)}, cut_after=written)
    assert tree.complete().exit_code == 0
    assert tree.files() == {"a.py": USER, "wiring.py": HELPER}
    assert states(tree) == {"1": State.STANDS}
    tree.rollback()
    assert tree.files() == {"a.py": OLD}


def test_what_changed_since_is_not_written_when_a_run_is_finished_nor_what_relies_on_it(tree, actions):
    tree.put(a=OLD, b=OLD, old=OLD)
    edits = {"a.py": (OLD, NEW), "b.py": (OLD, NEW), "old.py": (OLD, NEW)}
    tree.write(edits, stages={"old.py": 2}, cut_after=1)
    tree.put(b=OLD + b"five = 5\n")
    report = tree.complete()
    assert actions(report) == {"a.py": "UNTOUCHED", "b.py": "REFUSED", "old.py": "REFUSED"}
    assert tree.files() == {"a.py": NEW, "b.py": OLD + b"five = 5\n", "old.py": OLD}
    assert tree.journal.interrupted() == []


def test_only_an_interrupted_run_can_be_finished(tree):
    with pytest.raises(InputError, match="No run was interrupted"):
        tree.complete()
    tree.put(a=OLD)
    tree.write({"a.py": (OLD, NEW)})
    with pytest.raises(InputError, match="It was not interrupted"):
        tree.complete("1")


def test_what_a_killed_run_left_beside_a_file_is_removed(tree):
    tree.put(a=OLD)
    tree.write({"a.py": (OLD, NEW)}, cut_after=0)
    (run,) = tree.journal.interrupted()
    (tree.root / f".migrate-engines-{run.token}.tmp").write_bytes(b"half")
    (tree.root / ".migrate-engines-another.tmp").write_bytes(b"of somebody else")
    tree.rollback()
    assert set(tree.files()) == {"a.py", ".migrate-engines-another.tmp"}


def test_an_interrupted_rollback_asks_what_is_meant(tree, monkeypatch):
    tree.put(a=OLD, b=OLD)
    tree.write({"a.py": (OLD, NEW), "b.py": (OLD, NEW)})
    replace = os.replace

    def stop(source, target):
        if str(target).endswith("a.py"):
            raise KeyboardInterrupt
        replace(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", stop)
        with pytest.raises(KeyboardInterrupt) as interrupted:
            tree.rollback()
    (note,) = interrupted.value.__notes__
    assert note.startswith(
        "run 2 has written 1 of 2 files. Take it back with `migrate-engines rollback 2`, or"
    )
    with pytest.raises(InputError, match="It is a rollback of run 1, and was interrupted"):
        tree.rollback()
    tree.complete()
    assert tree.files() == {"a.py": OLD, "b.py": OLD}
    assert states(tree) == {"1": State.UNDONE, "2": State.STANDS}


def test_an_interrupted_rollback_of_an_interrupted_run_settles_both(tree, monkeypatch):
    tree.put(a=OLD, b=OLD)
    tree.write({"a.py": (OLD, NEW), "b.py": (OLD, NEW)}, cut_after=2)
    replace = os.replace

    def stop(source, target):
        if str(target).endswith("a.py"):
            raise KeyboardInterrupt
        replace(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", stop)
        with pytest.raises(KeyboardInterrupt):
            tree.rollback()
    assert len(tree.journal.interrupted()) == 2
    tree.complete()
    assert tree.files() == {"a.py": OLD, "b.py": OLD}
    assert tree.journal.interrupted() == []
