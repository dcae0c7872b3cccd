"""A file is wholly the old one or wholly the new one, and nothing else is left in its folder."""

import errno
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from migrate_engines.journal import files
from migrate_engines.journal.files import Change, apply_change

OLD, NEW = b"old = 1\r\n", b"new = 1\r\n"
NOBODY = 65534


def write(root: Path, path: str = "a.py", before: bytes | None = OLD, after: bytes | None = NEW) -> None:
    apply_change(root, Change(path, before, after), "temporary")


def refused(root: Path, path: str = "a.py", before: bytes | None = OLD, after: bytes | None = NEW) -> str:
    """Why the change is not made."""
    with pytest.raises(OSError) as error:  # noqa: PT011  (which one it is, the tests say)
        write(root, path, before, after)
    return str(error.value)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below the folder, hidden ones included."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@pytest.fixture
def umask() -> Iterator[int]:
    """A umask that is not the usual one."""
    before = os.umask(0o027)
    yield 0o027
    os.umask(before)


@pytest.fixture
def as_plain_user() -> Iterator[Path]:
    """A folder to work in as a user whom mode bits stop: root becomes nobody for the test."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        is_root = hasattr(os, "setresuid") and os.getuid() == 0
        if is_root:
            os.setresuid(NOBODY, NOBODY, 0)
        try:
            yield folder
        finally:
            if is_root:
                os.setresuid(0, 0, 0)
            folder.chmod(0o777)


@pytest.mark.parametrize("mode", [0o644, 0o755, 0o600, 0o664, 0o4755])
def test_mode_bits_are_kept(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "a.py"
    path.write_bytes(OLD)
    path.chmod(mode)
    write(tmp_path)
    assert contents(tmp_path) == {"a.py": NEW}
    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_a_created_file_has_the_mode_that_the_umask_leaves(tmp_path: Path, umask: int) -> None:
    write(tmp_path, before=None)
    assert contents(tmp_path) == {"a.py": NEW}
    assert stat.S_IMODE((tmp_path / "a.py").stat().st_mode) == 0o666 & ~umask


def test_a_created_file_can_be_given_its_mode(tmp_path: Path, umask: int) -> None:
    apply_change(tmp_path, Change("a.py", None, NEW, 0o755), "temporary")
    assert stat.S_IMODE((tmp_path / "a.py").stat().st_mode) == 0o755


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
def test_the_owner_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_bytes(OLD)
    os.chown(path, NOBODY, NOBODY)
    write(tmp_path)
    assert (path.stat().st_uid, path.stat().st_gid) == (NOBODY, NOBODY)


def test_the_time_is_that_of_the_change(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_bytes(OLD)
    os.utime(path, (0, 0))
    write(tmp_path)
    assert path.stat().st_mtime > 0, "or a build would not see the change"


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="Linux only")
def test_extended_attributes_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_bytes(OLD)
    try:
        os.setxattr(path, "user.note", b"kept")
    except OSError as error:
        if error.errno != errno.ENOTSUP:
            raise
        pytest.skip("the file system has none")
    write(tmp_path)
    assert os.getxattr(path, "user.note") == b"kept"


def test_a_file_is_deleted(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(OLD)
    write(tmp_path, after=None)
    assert contents(tmp_path) == {}


@pytest.mark.parametrize("after", [NEW, None])
def test_a_file_that_has_changed_is_left(tmp_path: Path, after: bytes | None) -> None:
    (tmp_path / "a.py").write_bytes(b"other = 1\n")
    assert refused(tmp_path, after=after) == "it has changed since it was read; run again"
    assert contents(tmp_path) == {"a.py": b"other = 1\n"}


def test_a_file_that_changes_while_the_new_one_is_written_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.py"
    path.write_bytes(OLD)
    sync = os.fsync

    def sync_late(descriptor: int) -> None:
        path.write_bytes(b"other = 1\n")
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", sync_late)
    assert refused(tmp_path) == "it has changed since it was read; run again"
    assert contents(tmp_path) == {"a.py": b"other = 1\n"}


def test_a_file_that_has_appeared_is_left(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(OLD)
    told = "a file of that name has appeared since it was looked for; run again"
    assert refused(tmp_path, before=None) == told
    assert contents(tmp_path) == {"a.py": OLD}


def test_a_dangling_link_where_a_file_would_be_created_is_left(tmp_path: Path) -> None:
    (tmp_path / "a.py").symlink_to(tmp_path / "nowhere.py")
    assert "symbolic link" in refused(tmp_path, before=None)
    assert (tmp_path / "a.py").is_symlink()
    assert contents(tmp_path) == {}


@pytest.mark.parametrize("after", [NEW, None])
def test_a_file_that_is_gone_stays_gone(tmp_path: Path, after: bytes | None) -> None:
    assert "No such file" in refused(tmp_path, after=after)
    assert contents(tmp_path) == {}


@pytest.mark.parametrize("after", [NEW, None])
def test_a_read_only_file_is_left(as_plain_user: Path, after: bytes | None) -> None:
    path = as_plain_user / "a.py"
    path.write_bytes(OLD)
    path.chmod(0o444)
    assert refused(as_plain_user, after=after) == f"{path} is read-only"
    assert contents(as_plain_user) == {"a.py": OLD}


def test_an_unreadable_file_is_left(as_plain_user: Path) -> None:
    path = as_plain_user / "a.py"
    path.write_bytes(OLD)
    path.chmod(0o200)
    assert "Permission denied" in refused(as_plain_user)
    path.chmod(0o600)
    assert contents(as_plain_user) == {"a.py": OLD}


@pytest.mark.parametrize("before", [OLD, None])
def test_a_file_in_a_folder_that_takes_none_is_left(as_plain_user: Path, before: bytes | None) -> None:
    folder = as_plain_user / "closed"
    folder.mkdir()
    (folder / "a.py").write_bytes(OLD)
    folder.chmod(0o555)
    path = "closed/a.py" if before else "closed/b.py"
    told = refused(as_plain_user, path, before)
    folder.chmod(0o755)
    assert "Permission denied" in told
    assert contents(as_plain_user) == {"closed/a.py": OLD}


def test_a_folder_that_cannot_be_listed_is_written_to_all_the_same(as_plain_user: Path) -> None:
    folder = as_plain_user / "unlisted"
    folder.mkdir()
    (folder / "a.py").write_bytes(OLD)
    folder.chmod(0o333)
    write(as_plain_user, "unlisted/a.py")
    folder.chmod(0o755)
    assert contents(as_plain_user) == {"unlisted/a.py": NEW}


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES, errno.EIO])
@pytest.mark.parametrize("name", ["fsync", "replace"])
def test_no_temporary_file_is_left_when_a_step_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, code: int
) -> None:
    def fail(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    (tmp_path / "a.py").write_bytes(OLD)
    monkeypatch.setattr(os, name, fail)
    assert os.strerror(code) in refused(tmp_path)
    assert contents(tmp_path) == {"a.py": OLD}


@pytest.mark.parametrize("step", ["replace", "unlink"])
def test_a_file_that_another_program_lets_go_of_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    refusals = iter([PermissionError(errno.EACCES, "in use"), PermissionError(errno.EACCES, "in use")])
    real = getattr(os, step)

    def late(*arguments: object) -> None:
        for refusal in refusals:
            raise refusal
        real(*arguments)

    (tmp_path / "a.py").write_bytes(OLD)
    monkeypatch.setattr(files, "_PAUSES", (0, 0, 0))
    monkeypatch.setattr(os, step, late)
    write(tmp_path, after=NEW if step == "replace" else None)
    assert contents(tmp_path) == ({"a.py": NEW} if step == "replace" else {})


def test_a_file_that_another_program_keeps_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def held(*_: object) -> None:
        raise PermissionError(errno.EACCES, "in use")

    (tmp_path / "a.py").write_bytes(OLD)
    monkeypatch.setattr(files, "_PAUSES", (0, 0, 0))
    monkeypatch.setattr(os, "replace", held)
    assert "in use" in refused(tmp_path)
    assert contents(tmp_path) == {"a.py": OLD}


@pytest.mark.parametrize("before", [OLD, None])
def test_a_folder_in_the_way_is_a_failure(tmp_path: Path, before: bytes | None) -> None:
    (tmp_path / "a.py").mkdir()
    assert refused(tmp_path, before=before)
    assert [path.name for path in tmp_path.iterdir()] == ["a.py"]


def test_a_folder_that_is_a_file_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "acme").write_bytes(b"a file")
    assert refused(tmp_path, "acme/a.py", before=None)
    assert contents(tmp_path) == {"acme": b"a file"}


def test_a_root_that_is_a_link_is_written_to(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.py").write_bytes(OLD)
    (tmp_path / "link").symlink_to("real")
    write(tmp_path / "link")
    assert contents(tmp_path / "real") == {"a.py": NEW}
    assert (tmp_path / "link").is_symlink()


def test_a_folder_that_links_within_the_root_is_written_to(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.py").write_bytes(OLD)
    (tmp_path / "link").symlink_to("real")
    write(tmp_path, "link/a.py")
    assert contents(tmp_path / "real") == {"a.py": NEW}
    assert (tmp_path / "link").is_symlink()


@pytest.mark.parametrize("path", ["link/a.py", "../outside/a.py"])
@pytest.mark.parametrize("after", [NEW, None])
def test_nothing_is_written_out_of_the_root(tmp_path: Path, path: str, after: bytes | None) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "a.py").write_bytes(OLD)
    (tmp_path / "root").mkdir()
    (tmp_path / "root" / "link").symlink_to(tmp_path / "outside")
    assert "leads elsewhere" in refused(tmp_path / "root", path, after=after)
    assert contents(tmp_path / "outside") == {"a.py": OLD}


def test_nothing_is_written_through_a_file_that_is_a_link(tmp_path: Path) -> None:
    (tmp_path / "outside.py").write_bytes(OLD)
    (tmp_path / "a.py").symlink_to("outside.py")
    assert refused(tmp_path)
    assert (tmp_path / "outside.py").read_bytes() == OLD


def test_the_other_name_of_a_hard_link_keeps_the_old_contents(tmp_path: Path) -> None:
    (tmp_path / "other.py").write_bytes(OLD)
    os.link(tmp_path / "other.py", tmp_path / "a.py")
    write(tmp_path)
    assert contents(tmp_path) == {"a.py": NEW, "other.py": OLD}


def test_names_that_differ_in_case_only_are_one_file_where_the_system_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(OLD)
    is_one = (tmp_path / "A.PY").exists()
    write(tmp_path)
    if is_one:
        assert "has changed" in refused(tmp_path, "A.PY")
    else:
        assert "No such file" in refused(tmp_path, "A.PY")
    assert contents(tmp_path) == {"a.py": NEW}
