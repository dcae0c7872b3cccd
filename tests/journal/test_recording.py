"""What a run leaves in the journal, and what becomes of one that is cut short."""

import json
import os
import stat
import sys

import pytest

from migrate_engines.journal.recording import refuse_interrupted
from migrate_engines.journal.store import digest_of
from migrate_engines.model.journal import FixedLines, Image
from migrate_engines.model.problem import InputError

OLD, NEW, OTHER = b"old = 1\n", b"new = 1\n", b"other = 1\n"


def test_a_run_records_what_it_wrote_over_what(tree):
    tree.put(a=OLD)
    (tree.root / "a.py").chmod(0o750)
    fixed = {"a.py": [FixedLines("engine", 1, 1)]}
    name = tree.write({"b.py": (None, NEW), "a.py": (OLD, NEW)}, fixed)
    (run,) = tree.journal.runs()
    assert (run.name, name, run.root, run.rolls_back) == ("1", "1", ".", None)
    created, replaced = run.entries
    assert (created.before, created.after) == (None, Image(digest_of(NEW), None))
    assert (replaced.before, replaced.after) == (Image(digest_of(OLD), 0o750), Image(digest_of(NEW), 0o750))
    assert replaced.fixed == (FixedLines("engine", 1, 1),)
    assert run.written == {"a.py", "b.py"}
    assert tree.journal.contents(run, replaced.before) == OLD
    assert tree.journal.contents(run, replaced.after) == NEW


def test_everything_is_recorded_before_anything_is_written(tree, monkeypatch):
    tree.put(a=OLD)
    at_replacement = []
    replace = os.replace

    def look(source, target):
        if str(target).endswith("a.py"):
            at_replacement.extend(tree.journal.interrupted())
        replace(source, target)

    monkeypatch.setattr(os, "replace", look)
    tree.write({"a.py": (OLD, NEW)})
    (run,) = at_replacement
    assert tree.journal.contents(run, run.entries[0].before) == OLD


def test_a_run_that_writes_nothing_leaves_no_journal(tree):
    tree.put(a=OTHER)
    with pytest.raises(OSError, match="has changed"):
        tree.write({"a.py": (OLD, NEW)})
    (run,) = tree.journal.interrupted()
    tree.journal.end(run, frozenset())
    assert tree.journal.runs() == []
    assert tree.files() == {"a.py": OTHER}


def test_an_interrupted_run_stops_the_next_one(tree):
    tree.put(a=OLD, b=OLD)
    tree.write({"a.py": (OLD, NEW), "b.py": (OLD, NEW)}, cut_after=1)
    with pytest.raises(InputError) as refused:
        tree.write({"b.py": (OLD, NEW)})
    told = str(refused.value)
    assert "was interrupted: 1 of 2 files were written." in told
    assert "`migrate-engines rollback 1`" in told
    assert "`migrate-engines rollback --complete 1`" in told
    assert tree.files() == {"a.py": NEW, "b.py": OLD}


def test_what_was_cut_short_before_it_was_recorded_is_swept_away(tree):
    tree.put(a=OLD)
    leftover = tree.journal.home.folder / "runs" / "1" / "images"
    leftover.mkdir(parents=True)
    (leftover / "part").write_bytes(b"half")
    refuse_interrupted(tree.journal)
    assert tree.write({"a.py": (OLD, NEW)}) == "1"
    assert not (leftover / "part").exists()


def test_old_runs_are_pruned_but_never_an_interrupted_one(tree):
    tree = type(tree)(tree.root, keep=2)
    tree.put(a=OLD)
    for _ in range(2):
        tree.write({"a.py": (OLD, NEW)})
        tree.write({"a.py": (NEW, OLD)})
    assert [run.name for run in tree.journal.runs()] == ["3", "4"]
    tree.write({"a.py": (OLD, NEW)}, cut_after=0)
    assert [run.name for run in tree.journal.runs()] == ["3", "4", "5"]
    tree.rollback()
    assert [run.name for run in tree.journal.runs()] == ["3", "4"]


def test_numbers_are_not_given_twice(tree):
    tree = type(tree)(tree.root, keep=1)
    tree.put(a=OLD)
    names = [tree.write({"a.py": edit}) for edit in [(OLD, NEW), (NEW, OLD), (OLD, NEW)]]
    assert names == ["1", "2", "3"]


def test_the_tenth_run_comes_after_the_ninth(tree):
    tree.put(a=b"0")
    for number in range(11):
        tree.write({"a.py": (b"%d" % number, b"%d" % (number + 1))})
    assert [run.name for run in tree.journal.runs()] == [str(number) for number in range(1, 12)]


@pytest.mark.skipif(os.name == "nt", reason="mode bits")
def test_the_contents_are_for_their_owner_only(tree):
    tree.put(a=OLD)
    tree.write({"a.py": (OLD, NEW)})
    images = tree.journal.home.folder / "runs" / "1" / "images"
    assert stat.S_IMODE(images.stat().st_mode) == 0o700


@pytest.mark.skipif(sys.platform != "linux", reason="file names are bytes there")
def test_a_name_that_is_no_unicode(tree):
    path = os.fsdecode(b"caf\xe9.py")
    (tree.root / path).write_bytes(OLD)
    tree.write({path: (OLD, NEW)})
    assert [entry.path for entry in tree.journal.runs()[0].entries] == [path]
    tree.rollback()
    assert (tree.root / path).read_bytes() == OLD


def test_a_journal_that_cannot_be_written_stops_the_run(tree, monkeypatch):
    tree.put(a=OLD)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(
        InputError, match=r"The journal cannot be written: No space left.*Nothing was changed"
    ):
        tree.write({"a.py": (OLD, NEW)})
    assert tree.files() == {"a.py": OLD}


@pytest.mark.parametrize("damage", ["{", '{"format": 1}', '{"format": 1, "name": 3}', "[]"])
def test_a_damaged_header_is_told(tree, damage):
    tree.put(a=OLD)
    tree.write({"a.py": (OLD, NEW)})
    header = tree.journal.home.folder / "runs" / "1" / "run.json"
    header.write_text(damage)
    with pytest.raises(InputError, match=r"run\.json: The journal cannot be read: .* Restore it, or remove"):
        tree.rollback()


def test_a_journal_of_a_newer_version_is_told(tree):
    tree.put(a=OLD)
    tree.write({"a.py": (OLD, NEW)})
    header = tree.journal.home.folder / "runs" / "1" / "run.json"
    header.write_text(json.dumps({**json.loads(header.read_text()), "format": 2}))
    with pytest.raises(InputError, match="It is of a newer version of migrate-engines"):
        tree.rollback()


@pytest.mark.parametrize("damage", [None, b"something else"])
def test_lost_contents_are_told_and_nothing_is_written(tree, damage):
    tree.put(a=OLD, b=OLD)
    tree.write({"a.py": (OLD, NEW), "b.py": (OLD, OTHER)})
    image = tree.journal.home.folder / "runs" / "1" / "images" / digest_of(OLD)
    image.unlink() if damage is None else image.write_bytes(damage)
    with pytest.raises(InputError, match="The journal has lost the contents of a file"):
        tree.rollback()
    assert tree.files() == {"a.py": NEW, "b.py": OTHER}


def forged(tree, **changes: object) -> None:
    """A journal that somebody else wrote, as it may come with a repository that is not trusted."""
    header = tree.journal.home.folder / "runs" / "1" / "run.json"
    header.write_text(json.dumps({**json.loads(header.read_text()), **changes}))


def test_a_forged_root_leads_nowhere(tree, tmp_path):
    tree.put(a=OLD)
    tree.write({"a.py": (OLD, NEW)})
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.py").write_bytes(NEW)
    forged(tree, root=str(tmp_path / "elsewhere"))
    with pytest.raises(InputError, match="A run of it lies elsewhere"):
        tree.rollback("1")
    assert (tmp_path / "elsewhere" / "a.py").read_bytes() == NEW


def test_a_forged_path_leads_nowhere(tree, tmp_path):
    tree.put(a=OLD)
    tree.write({"a.py": (OLD, NEW)})
    (tmp_path / "a.py").write_bytes(NEW)
    (entry,) = json.loads((tree.journal.home.folder / "runs" / "1" / "run.json").read_text())["entries"]
    forged(tree, entries=[{**entry, "path": "../a.py"}])
    end = tree.journal.home.folder / "runs" / "1" / "end.json"
    end.write_text(json.dumps({**json.loads(end.read_text()), "written": ["../a.py"]}))
    report = tree.rollback("1")
    assert (report.exit_code, report.results[0].why) == (1, "a symbolic link on its path leads elsewhere")
    assert (tmp_path / "a.py").read_bytes() == NEW


def test_a_forged_token_is_no_path(tree):
    tree.put(a=OLD)
    tree.write({"a.py": (OLD, NEW)})
    forged(tree, token="a/../../x")
    with pytest.raises(InputError, match="The journal cannot be read"):
        tree.rollback()


@pytest.mark.parametrize("name", [".", "runs", "runs/1", "holder", "lock"])
def test_nothing_is_written_through_a_link_in_the_journal(tree, tmp_path, name):
    tree.put(a=OLD)
    outside = tmp_path / "outside"
    home = tree.journal.home.folder
    (home / name).parent.mkdir(parents=True, exist_ok=True)
    if name in ("holder", "lock"):
        outside.write_bytes(b"mine")
    else:
        outside.mkdir()
    (home / name).symlink_to(outside)
    try:
        tree.write({"a.py": (OLD, NEW)})
    except InputError:
        assert tree.files() == {"a.py": OLD}
    assert outside.read_bytes() == b"mine" if outside.is_file() else list(outside.iterdir()) == []
