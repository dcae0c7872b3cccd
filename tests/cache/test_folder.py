"""The folder that runs are remembered in: what it gives back is what was put there, or nothing."""

import os
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from migrate_engines import replay
from migrate_engines.cache import folder as cache_folders
from migrate_engines.cache.folder import CacheFolder, cache_folder, user_folder
from migrate_engines.model.problem import InputError
from migrate_engines.settings import Settings

DATA = bytes(range(256)) * 3
SAME_FOLDER = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)


def stored(folder: CacheFolder) -> Path:
    folder.write("run", DATA)
    return folder.folder / "run.cache"


def test_what_was_written_is_read(tmp_path: Path) -> None:
    folder = CacheFolder(tmp_path / "new" / "deep")
    folder.write("run", DATA)
    assert folder.has("run")
    assert folder.read("run") == DATA


def test_another_name_has_nothing_even_in_the_same_bytes(tmp_path: Path) -> None:
    folder = CacheFolder(tmp_path)
    stored(folder).rename(tmp_path / "other.cache")
    assert folder.read("other") is None
    assert folder.read("run") is None


def test_what_is_sealed_with_another_key_is_nothing(tmp_path: Path) -> None:
    stored(CacheFolder(tmp_path))
    assert CacheFolder(tmp_path, b"secret").read("run") is None
    stored(CacheFolder(tmp_path, b"secret"))
    assert CacheFolder(tmp_path, b"secret").read("run") == DATA
    assert CacheFolder(tmp_path, b"another").read("run") is None


@SAME_FOLDER
@given(length=st.integers(0, 800))
def test_what_is_cut_short_is_nothing(tmp_path: Path, length: int) -> None:
    folder = CacheFolder(tmp_path)
    path = stored(folder)
    whole = path.read_bytes()
    path.write_bytes(whole[: min(length, len(whole) - 1)])
    assert folder.read("run") is None


@SAME_FOLDER
@given(where=st.integers(0, 800), by=st.integers(1, 255))
def test_a_byte_that_was_flipped_makes_it_nothing(tmp_path: Path, where: int, by: int) -> None:
    folder = CacheFolder(tmp_path)
    path = stored(folder)
    data = bytearray(path.read_bytes())
    data[where] ^= by
    path.write_bytes(data)
    assert folder.read("run") is None


def test_a_folder_that_cannot_be_made_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    folder = CacheFolder(tmp_path / "file" / "below")
    folder.write("run", DATA)
    folder.use("run")
    assert folder.read("run") is None
    assert folder.clean() == 0
    assert (tmp_path / "file").read_text() == "in the way"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the permission holds nobody off")
def test_a_folder_that_is_read_only_is_no_error(tmp_path: Path) -> None:
    folder = CacheFolder(tmp_path)
    stored(folder)
    tmp_path.chmod(0o500)
    folder.write("run", b"newer")
    assert folder.read("run") == DATA
    tmp_path.chmod(0o700)


def test_it_says_to_other_programs_that_it_may_go(tmp_path: Path) -> None:
    stored(CacheFolder(tmp_path))
    assert (tmp_path / "CACHEDIR.TAG").read_bytes().startswith(b"Signature: 8a477f597d28d172789f06886806bc55")
    assert (tmp_path / ".gitignore").read_bytes() == b"*\n"


def test_clean_removes_its_own_files_and_no_others(tmp_path: Path) -> None:
    folder = CacheFolder(tmp_path / "cache")
    stored(folder)
    (tmp_path / "cache" / "left.unfinished").write_bytes(b"")
    (tmp_path / "cache" / "notes.txt").write_text("mine")
    assert folder.clean() == 2
    assert [each.name for each in (tmp_path / "cache").iterdir()] == ["notes.txt"]


def test_clean_removes_the_folder_where_nothing_else_is_in_it(tmp_path: Path) -> None:
    folder = CacheFolder(tmp_path / "cache")
    stored(folder)
    assert folder.clean() == 1
    assert not (tmp_path / "cache").exists()
    assert folder.clean() == 0


def test_clean_in_somebody_elses_folder_removes_nothing(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("*.pyc\n")
    assert CacheFolder(tmp_path).clean() == 0
    assert (tmp_path / ".gitignore").read_text() == "*.pyc\n"


def test_what_was_not_used_for_long_goes_when_something_is_written(tmp_path: Path) -> None:
    folder = CacheFolder(tmp_path)
    for name in ("old", "used"):
        folder.write(name, DATA)
        long_ago = time.time() - 40 * 24 * 3600
        os.utime(tmp_path / f"{name}.cache", (long_ago, long_ago))
    folder.use("used")
    folder.write("new", DATA)
    assert [folder.has(name) for name in ("old", "used", "new")] == [False, True, True]


def test_what_is_left_of_other_roots_goes_too(tmp_path: Path) -> None:
    gone = tmp_path / f"gone-{'0' * 16}"
    stored(CacheFolder(gone))
    theirs = tmp_path / "theirs"
    stored(CacheFolder(theirs))
    long_ago = time.time() - 40 * 24 * 3600
    for folder in (gone, theirs):
        os.utime(folder / "run.cache", (long_ago, long_ago))
    stored(CacheFolder(tmp_path / f"here-{'1' * 16}"))
    assert not gone.exists()
    assert CacheFolder(theirs).read("run") == DATA


def test_the_oldest_goes_where_all_is_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_folders, "_KEPT_BYTES", 2 * len(DATA) + 500)
    folder = CacheFolder(tmp_path)
    for age, name in ((30, "third"), (20, "second"), (10, "first")):
        folder.write(name, DATA)
        then = time.time() - age
        os.utime(tmp_path / f"{name}.cache", (then, then))
    folder.write("second", DATA)
    assert [folder.has(name) for name in ("third", "second", "first")] == [False, True, True]


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own folder, and none that a variable names."""
    monkeypatch.delenv(cache_folders.FOLDER_VARIABLE)
    monkeypatch.setattr(cache_folders, "user_folder", lambda: tmp_path / "user")
    (tmp_path / "root").mkdir()
    return tmp_path / "user"


def test_each_root_has_a_folder_in_the_users_own(own: Path, tmp_path: Path) -> None:
    found = cache_folder(Settings(tmp_path / "root"))
    other = cache_folder(Settings(tmp_path / "root" / "root"))
    assert found is not None
    assert other is not None
    assert found.folder.parent == other.folder.parent == own
    assert found.folder.name.startswith("root-")
    assert found.folder != other.folder


def test_the_command_line_comes_first_then_the_variable_then_the_settings(
    own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(tmp_path / "root", cache_dir=".kept")
    found = cache_folder(settings)
    assert found is not None
    assert found.folder.parent == (tmp_path / "root" / ".kept").resolve()
    monkeypatch.setenv(cache_folders.FOLDER_VARIABLE, str(tmp_path / "variable"))
    found = cache_folder(settings)
    assert found is not None
    assert found.folder.parent == (tmp_path / "variable").resolve()
    found = cache_folder(settings, tmp_path / "named")
    assert found is not None
    assert found.folder.parent == (tmp_path / "named").resolve()


@pytest.mark.parametrize(
    "outside", ["..", "../other", "a/../../other", "/etc", ".git", ".git/hooks", "a/.GIT"]
)
def test_settings_do_not_lead_out_of_the_project(own: Path, tmp_path: Path, outside: str) -> None:
    with pytest.raises(InputError, match=r"`cache-dir` of its settings is no folder that belongs to it"):
        cache_folder(Settings(tmp_path / "root", cache_dir=outside))


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege")
def test_settings_do_not_lead_out_of_the_project_through_a_link(own: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "root" / "link").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(InputError):
        cache_folder(Settings(tmp_path / "root", cache_dir="link"))


def test_what_a_repository_brings_along_is_nothing(own: Path, tmp_path: Path) -> None:
    settings = Settings(tmp_path / "root", cache_dir=".kept")
    found = cache_folder(settings)
    assert found is not None
    stored(CacheFolder(found.folder))
    assert found.read("run") is None
    found.write("run", DATA)
    again = cache_folder(settings)
    assert again is not None
    assert again.read("run") == DATA


def test_without_a_lasting_key_nothing_is_kept_in_a_configured_folder(own: Path, tmp_path: Path) -> None:
    own.write_text("no folder")
    assert cache_folder(Settings(tmp_path / "root", cache_dir=".kept")) is None


def test_a_thin_start_looks_where_the_program_keeps(monkeypatch, tmp_path: Path) -> None:
    """It works the folder out for itself: importing what knows it takes longer than all the rest."""
    monkeypatch.delenv(replay.CACHE_VARIABLE, raising=False)
    assert Path(replay.cache_folder()).resolve() == user_folder()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "elsewhere"))
    assert Path(replay.cache_folder()).resolve() == user_folder()
