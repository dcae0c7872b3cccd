"""Three-way merges, by `git merge-file`."""

from pathlib import Path
from tempfile import TemporaryDirectory

from migrate_engines.tree.git import GitUnusable, run_git
from migrate_engines.tree.parsing import parse
from migrate_engines.tree.source import Unreadable, decode


class Conflict(Exception):
    """The changes cannot be told apart; the message says why."""


def merged(path: str, current: bytes, base: bytes, wanted: bytes) -> bytes:
    """``current``, with what leads from ``base`` to ``wanted``.

    Raises:
        Conflict: both changed the same lines, or the result would not be Python any more.
    """
    with TemporaryDirectory(prefix="migrate-engines-") as name:
        folder = Path(name)
        for part, data in (("current", current), ("base", base), ("wanted", wanted)):
            (folder / part).write_bytes(data)
        try:
            ended = run_git("merge-file", "-p", "-q", "--", "current", "base", "wanted", folder=folder)
        except GitUnusable as error:
            raise Conflict(f"it has changed since, and cannot be merged: {error}") from error
    if ended.returncode:
        raise Conflict("it has changed since, in the same lines")
    if path.endswith(".py") and _parses(path, current) and not _parses(path, ended.stdout):
        raise Conflict("it has changed since, and the two do not fit together")
    return ended.stdout


def _parses(path: str, data: bytes) -> bool:
    try:
        parse(decode(path, data))
    except Unreadable:
        return False
    return True
