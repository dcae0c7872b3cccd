"""One run, as it is kept: what it looked at, and what came out."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path

import msgspec

from migrate_engines.cache.surroundings import Surroundings
from migrate_engines.model.finding import Finding
from migrate_engines.model.result import Failed, FileResult, Rewritten, Skipped, Unchanged
from migrate_engines.tree.digest import Digest, digest_of


class NotKept(Exception):
    """The run cannot be kept, or what is kept of it no longer holds."""


class _Kind(StrEnum):
    REWRITTEN = "rewritten"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"


class KeptResult(msgspec.Struct, frozen=True, array_like=True):
    """``before`` is the digest of what a rewritten file held."""

    kind: _Kind
    path: str
    findings: tuple[Finding, ...]
    before: Digest | None = None
    after: bytes = b""
    reason: str = ""


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """A run that has ended well. It holds for every tree of which all of this is true.

    Attributes:
        read: files with exactly these contents.
        searched: other files, that hold none of ``words``; they need not have these contents.
        scanned: the number of files that the run has seen.
    """

    read: dict[str, Digest]
    searched: dict[str, Digest]
    words: list[str]
    surroundings: Surroundings
    scanned: int
    results: list[KeptResult]


def kept(results: Iterable[FileResult]) -> list[KeptResult]:
    """Results in their order.

    Raises:
        NotKept: a file failed; it may not fail the next time.
    """
    return [_kept(each) for each in results]


def _kept(result: FileResult) -> KeptResult:
    match result:
        case Rewritten(path, before, after, findings):
            digest = None if before is None else digest_of(before)
            return KeptResult(_Kind.REWRITTEN, path, findings, digest, after)
        case Unchanged(path, findings):
            return KeptResult(_Kind.UNCHANGED, path, findings)
        case Skipped(path, reason, findings):
            return KeptResult(_Kind.SKIPPED, path, findings, reason=reason)
        case Failed(path):
            raise NotKept(path)


def restored(root: Path, results: Sequence[KeptResult]) -> tuple[FileResult, ...]:
    """The results as they were.

    Raises:
        NotKept: a file that is to be rewritten holds something else by now, or cannot be read.
    """
    return tuple(_restored(root, each) for each in results)


def _restored(root: Path, kept: KeptResult) -> FileResult:
    match kept.kind:
        case _Kind.REWRITTEN:
            return Rewritten(kept.path, _before(root, kept), kept.after, kept.findings)
        case _Kind.UNCHANGED:
            return Unchanged(kept.path, kept.findings)
        case _Kind.SKIPPED:
            return Skipped(kept.path, kept.reason, kept.findings)


def _before(root: Path, kept: KeptResult) -> bytes | None:
    if kept.before is None:
        return None
    try:
        data = (root / kept.path).read_bytes()
    except OSError as error:
        raise NotKept(kept.path) from error
    if digest_of(data) != kept.before:
        raise NotKept(kept.path)
    return data
