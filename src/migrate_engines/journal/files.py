"""One file replaced or deleted at once: a kill at any instant leaves the old one or the new one."""

import os
import shutil
import stat
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

# Windows refuses while another program (an editor, a virus scanner) holds the file open.
_PAUSES = (0.05, 0.1, 0.2, 0.4) if os.name == "nt" else ()


class Change(Struct, frozen=True):
    """What stands in a file now, and what shall; None where there is no file.

    ``mode`` holds the bits of a file that is created; None leaves them to the umask. One that is replaced
    keeps those that it has.
    """

    path: str
    before: bytes | None
    after: bytes | None
    mode: int | None = None


def apply_change(root: Path, change: Change, temporary: str) -> None:
    """Make the change below ``root``; the new contents are first written beside the file, as ``temporary``.

    A file that is replaced keeps its mode, and its owner and attributes where the system lets it. The
    other names of a hard link keep the old contents: writing into the file could be cut short.

    Raises:
        OSError: nothing is changed then.
    """
    path = root / change.path
    refuse_changed(root, path, change.before)
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(f"{path} is read-only")
    if change.after is None:
        _patiently(lambda: os.unlink(path))
    else:
        _replace(root, change, change.after, path.with_name(temporary))
    sync_folder(path.parent)


def read_file(path: Path) -> bytes | None:
    """The contents, None where there is no file.

    Raises:
        OSError: it cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def refuse_changed(root: Path, path: Path, before: bytes | None) -> None:
    """Only what was looked at is written over, and never through a link.

    Raises:
        OSError: the file is not, or no longer, what ``before`` says; or it lies elsewhere.
    """
    if path.is_symlink() or not path.parent.resolve().is_relative_to(root.resolve()):
        raise OSError("a symbolic link on its path leads elsewhere")
    if before is None and os.path.lexists(path):
        raise OSError("a file of that name has appeared since it was looked for; run again")
    if before is not None and path.read_bytes() != before:
        raise OSError("it has changed since it was read; run again")


def write_durably(path: Path, data: bytes) -> None:
    """Replace a file of the journal itself.

    Raises:
        OSError: it could not be written, and is what it was.
    """
    temporary = path.with_name(f"{path.name}.tmp")
    temporary.unlink(missing_ok=True)
    _write_new(temporary, data, 0o666)
    os.replace(temporary, path)
    sync_folder(path.parent)


def sync_file(path: Path) -> None:
    """Make the contents durable. Raises OSError."""
    descriptor = os.open(path, os.O_RDWR)  # Windows syncs only what could be written to
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Make renames in it durable, where folders can be opened (not on Windows).

    Where that fails the renames have been made all the same; only a power cut could still take them back.
    """
    if not hasattr(os, "O_DIRECTORY"):
        return
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _replace(root: Path, change: Change, data: bytes, temporary: Path) -> None:
    path = root / change.path
    try:
        # What replaces a private file is never open to others, not even for a moment.
        _write_new(temporary, data, 0o666 if change.before is None else 0o600)
        if change.before is not None:
            _take_after(path, temporary)
        elif change.mode is not None:
            os.chmod(temporary, change.mode)
        refuse_changed(root, path, change.before)
        _patiently(lambda: os.replace(temporary, path))
    except BaseException:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise


def _write_new(path: Path, data: bytes, mode: int) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with open(os.open(path, flags, mode), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _take_after(old: Path, new: Path) -> None:
    """Owner, mode and extended attributes, but not the times."""
    found, made = old.stat(), new.stat()
    if hasattr(os, "chown") and (found.st_uid, found.st_gid) != (made.st_uid, made.st_gid):
        with suppress(PermissionError):  # only an administrator gives files away
            os.chown(new, found.st_uid, found.st_gid)
    shutil.copystat(old, new)
    os.chmod(new, stat.S_IMODE(found.st_mode))
    os.utime(new)


def _patiently(step: Callable[[], None]) -> None:
    for pause in _PAUSES:
        try:
            return step()
        except PermissionError:
            time.sleep(pause)
    return step()
