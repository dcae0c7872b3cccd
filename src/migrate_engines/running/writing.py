"""Files replaced one by one: each is wholly the old one or wholly the new one."""

import os
import stat
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from migrate_engines.model.finding import Finding, Outcome, UseKind
from migrate_engines.model.reason import EXPLANATIONS, Reason
from migrate_engines.model.result import Failed, FileResult, Rewritten
from migrate_engines.model.span import Span

_NOT_WRITTEN = "not written"


def write_all(root: Path, results: Sequence[FileResult]) -> list[FileResult]:
    """Write in the order of dependence: new files, then their users, then the redirects.

    Where a file of one kind cannot be written, those that rely on it are not written either.
    """
    written: list[FileResult] = []
    for stage in range(3):
        has_failed = any(
            isinstance(each, Failed) and each.message.startswith(_NOT_WRITTEN) for each in written
        )
        for result in results:
            if _stage(result) == stage:
                written += [_held_back(result) if has_failed else write(root, result)]
    return written


def _stage(result: FileResult) -> int:
    if not isinstance(result, Rewritten):
        return 1
    if result.before is None:
        return 0
    is_redirect = any(each.kind is UseKind.MODULE and each.span == Span(0, 0) for each in result.findings)
    return 2 if is_redirect else 1


def _held_back(result: FileResult) -> FileResult:
    if not isinstance(result, Rewritten):
        return result
    return _not_written(
        result, "a file that it relies on could not be written; settle that one and run again"
    )


def _not_written(result: Rewritten, why: str) -> Failed:
    """The failure of a file; what the run would have fixed in it still waits."""
    message = f"{_NOT_WRITTEN}: {why}"
    findings = tuple(_waiting(each, message) for each in result.findings)
    return Failed(result.path, message, findings)


def _waiting(finding: Finding, why: str) -> Finding:
    if finding.outcome is not Outcome.FIXED:
        return finding
    message = f"{EXPLANATIONS[Reason.NOT_WRITTEN]} ({why})"
    return replace(finding, outcome=Outcome.MANUAL, reason=Reason.NOT_WRITTEN, message=message)


def write(root: Path, result: FileResult) -> FileResult:
    """Write a rewritten file; what cannot be written becomes a failure, and the file stays as it was."""
    if not isinstance(result, Rewritten):
        return result
    try:
        _refuse_changed(root, root / result.path, result.before)
        replace_file(root / result.path, result.after)
    except OSError as error:
        return _not_written(result, str(error))
    return result


def _leaves(path: Path, root: Path) -> bool:
    """Whether the path, or a folder on it, is a link: nothing is written through one."""
    return path.is_symlink() or not path.parent.resolve().is_relative_to(root.resolve())


def _refuse_changed(root: Path, path: Path, before: bytes | None) -> None:
    if _leaves(path, root):
        raise OSError("a symbolic link on its path leads elsewhere")
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
