"""Files replaced one by one: each is wholly the old one or wholly the new one."""

import os
import stat
import tempfile
from pathlib import Path

from migrate_engines.model.result import Failed, FileResult, Rewritten


def write(root: Path, result: FileResult) -> FileResult:
    """Write a rewritten file; what cannot be written becomes a failure, and the file stays as it was."""
    if not isinstance(result, Rewritten):
        return result
    try:
        _refuse_changed(root / result.path, result.before)
        replace_file(root / result.path, result.after)
    except OSError as error:
        return Failed(result.path, f"not written: {error}", result.findings)
    return result


def _refuse_changed(path: Path, before: bytes | None) -> None:
    if before is None and path.exists():
        raise OSError("a file of that name has appeared since it was looked for; run again")
    if before is not None and path.read_bytes() != before:
        raise OSError("it has changed since it was read; run again")


def replace_file(path: Path, data: bytes) -> None:
    """Replace the file at once, with its mode; a temporary file in the same folder takes the bytes first.

    Raises:
        OSError: nothing is changed then.
    """
    mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else None
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(f"{path} is read-only")
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    try:
        with open(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o666 & ~_umask() if mode is None else mode)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _umask() -> int:
    current = os.umask(0o022)
    os.umask(current)
    return current


def _sync_folder(folder: Path) -> None:
    """Makes the rename durable where folders can be opened (not on Windows)."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
