"""A file is wholly the old one or wholly the new one, and nothing else is left in its folder."""

import os
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from migrate_engines.model.finding import Finding, Outcome, UseKind
from migrate_engines.model.reason import EXPLANATIONS, Reason
from migrate_engines.model.result import Failed, FileResult, Rewritten, Skipped, Unchanged
from migrate_engines.model.span import Place, Span
from migrate_engines.running.writing import replace_file, write, write_all

OLD, NEW = b"old = 1\r\n", b"new = 1\r\n"
FINDING = Finding("engine", "acme.Engine", UseKind.CALL, Span(0, 1), Place(1, 1, 1, 2), Outcome.FIXED, "told")
NOBODY = 65534


def rewritten(path: str, before: bytes | None = OLD) -> Rewritten:
    return Rewritten(path, before, NEW, (FINDING,))


def not_written(path: str, message: str) -> Failed:
    """The failure of a file: what would have been fixed in it waits, and says so."""
    told = f"{EXPLANATIONS[Reason.NOT_WRITTEN]} ({message})"
    waiting = replace(FINDING, outcome=Outcome.MANUAL, reason=Reason.NOT_WRITTEN, message=told)
    return Failed(path, message, (waiting,))


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
    assert write(tmp_path, rewritten("a.py")) == rewritten("a.py")
    assert contents(tmp_path) == {"a.py": NEW}
    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_a_created_file_has_the_mode_that_the_umask_leaves(tmp_path: Path, umask: int) -> None:
    result = rewritten("a.py", before=None)
    assert write(tmp_path, result) == result
    assert contents(tmp_path) == {"a.py": NEW}
    assert stat.S_IMODE((tmp_path / "a.py").stat().st_mode) == 0o666 & ~umask
    assert os.umask(umask) == umask, "the process keeps its umask"


def test_a_file_that_has_changed_is_left(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"other = 1\n")
    told = "not written: it has changed since it was read; run again"
    assert write(tmp_path, rewritten("a.py")) == not_written("a.py", told)
    assert contents(tmp_path) == {"a.py": b"other = 1\n"}


def test_a_file_that_has_appeared_is_left(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(OLD)
    told = "not written: a file of that name has appeared since it was looked for; run again"
    assert write(tmp_path, rewritten("a.py", before=None)) == not_written("a.py", told)
    assert contents(tmp_path) == {"a.py": OLD}


def test_a_dangling_link_where_a_file_would_be_created_is_left(tmp_path: Path) -> None:
    (tmp_path / "a.py").symlink_to(tmp_path / "nowhere.py")
    assert isinstance(write(tmp_path, rewritten("a.py", before=None)), Failed)
    assert (tmp_path / "a.py").is_symlink()
    assert contents(tmp_path) == {}


def test_a_file_that_is_gone_stays_gone(tmp_path: Path) -> None:
    result = write(tmp_path, rewritten("a.py"))
    assert isinstance(result, Failed)
    assert result.message.startswith("not written: ")
    assert contents(tmp_path) == {}


def test_a_read_only_file_is_left(as_plain_user: Path) -> None:
    path = as_plain_user / "a.py"
    path.write_bytes(OLD)
    path.chmod(0o444)
    told = f"not written: {path} is read-only"
    assert write(as_plain_user, rewritten("a.py")) == not_written("a.py", told)
    assert contents(as_plain_user) == {"a.py": OLD}


@pytest.mark.parametrize("before", [OLD, None])
def test_a_file_in_a_folder_that_takes_none_is_left(as_plain_user: Path, before: bytes | None) -> None:
    folder = as_plain_user / "closed"
    folder.mkdir()
    (folder / "a.py").write_bytes(OLD)
    folder.chmod(0o555)
    path = "closed/a.py" if before else "closed/b.py"
    result = write(as_plain_user, rewritten(path, before))
    folder.chmod(0o755)
    assert isinstance(result, Failed)
    assert contents(as_plain_user) == {"closed/a.py": OLD}


def test_no_temporary_file_is_left_when_the_last_step_fails(tmp_path: Path) -> None:
    (tmp_path / "a.py").mkdir()
    (tmp_path / "a.py" / "inside.txt").write_bytes(b"kept")
    with pytest.raises(IsADirectoryError):
        replace_file(tmp_path / "a.py", NEW)
    assert contents(tmp_path) == {"a.py/inside.txt": b"kept"}


@pytest.mark.parametrize("before", [OLD, None])
def test_a_folder_in_the_way_is_a_failure(tmp_path: Path, before: bytes | None) -> None:
    (tmp_path / "a.py").mkdir()
    assert isinstance(write(tmp_path, rewritten("a.py", before)), Failed)
    assert [path.name for path in tmp_path.iterdir()] == ["a.py"]


def test_a_folder_that_is_a_file_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "acme").write_bytes(b"a file")
    assert isinstance(write(tmp_path, rewritten("acme/a.py", before=None)), Failed)
    assert contents(tmp_path) == {"acme": b"a file"}


def test_a_root_that_is_a_link_is_written_to(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.py").write_bytes(OLD)
    (tmp_path / "link").symlink_to("real")
    assert write(tmp_path / "link", rewritten("a.py")) == rewritten("a.py")
    assert contents(tmp_path / "real") == {"a.py": NEW}
    assert (tmp_path / "link").is_symlink()


def test_a_folder_that_links_within_the_root_is_written_to(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.py").write_bytes(OLD)
    (tmp_path / "link").symlink_to("real")
    assert write(tmp_path, rewritten("link/a.py")) == rewritten("link/a.py")
    assert contents(tmp_path / "real") == {"a.py": NEW}
    assert (tmp_path / "link").is_symlink()


def test_nothing_is_written_through_a_folder_that_links_out_of_the_root(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "a.py").write_bytes(OLD)
    (tmp_path / "root").mkdir()
    (tmp_path / "root" / "link").symlink_to(tmp_path / "outside")
    assert isinstance(write(tmp_path / "root", rewritten("link/a.py")), Failed)
    assert contents(tmp_path / "outside") == {"a.py": OLD}


def test_nothing_is_written_through_a_file_that_is_a_link(tmp_path: Path) -> None:
    (tmp_path / "outside.py").write_bytes(OLD)
    (tmp_path / "a.py").symlink_to("outside.py")
    write(tmp_path, rewritten("a.py"))
    assert (tmp_path / "outside.py").read_bytes() == OLD


def test_the_other_name_of_a_hard_link_keeps_the_old_contents(tmp_path: Path) -> None:
    (tmp_path / "other.py").write_bytes(OLD)
    os.link(tmp_path / "other.py", tmp_path / "a.py")
    write(tmp_path, rewritten("a.py"))
    assert contents(tmp_path) == {"a.py": NEW, "other.py": OLD}


@pytest.mark.parametrize(
    "result", [Unchanged("a.py", (FINDING,)), Skipped("a.py", "generated file"), Failed("a.py", "told")]
)
def test_other_results_write_nothing(tmp_path: Path, result: FileResult) -> None:
    assert write(tmp_path, result) is result
    assert contents(tmp_path) == {}


SHIM = replace(FINDING, kind=UseKind.MODULE, span=Span(0, 0))


def test_users_of_a_new_file_that_cannot_be_written_are_left(tmp_path: Path) -> None:
    (tmp_path / "helper.py").write_bytes(b"in the way\n")
    (tmp_path / "a.py").write_bytes(OLD)
    results = write_all(tmp_path, [rewritten("a.py"), rewritten("helper.py", before=None)])
    assert [type(each) for each in results] == [Failed, Failed]
    assert contents(tmp_path) == {"helper.py": b"in the way\n", "a.py": OLD}


def test_a_redirect_waits_for_the_users_that_could_not_be_written(tmp_path: Path) -> None:
    for name in ("a.py", "b.py", "old.py"):
        (tmp_path / name).write_bytes(OLD)
    (tmp_path / "b.py").write_bytes(b"changed meanwhile\n")
    redirect = Rewritten("old.py", OLD, NEW, (SHIM,))
    results = write_all(tmp_path, [redirect, rewritten("a.py"), rewritten("b.py")])
    assert {each.path: type(each) for each in results} == {
        "a.py": Rewritten,
        "b.py": Failed,
        "old.py": Failed,
    }
    assert contents(tmp_path) == {"a.py": NEW, "b.py": b"changed meanwhile\n", "old.py": OLD}
    assert not any(each.outcome is Outcome.FIXED for result in results[1:] for each in result.findings)
