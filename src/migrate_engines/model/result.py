"""What became of one file: a closed union, picklable, without tree nodes."""

from typing import TypeAlias

from msgspec import Struct

from migrate_engines.model.finding import Finding


class Rewritten(Struct, frozen=True):
    """``before`` is None for a file that the run creates. Paths are relative to the root, with ``/``."""

    path: str
    before: bytes | None
    after: bytes
    findings: tuple[Finding, ...] = ()


class Unchanged(Struct, frozen=True):
    path: str
    findings: tuple[Finding, ...] = ()


class Skipped(Struct, frozen=True):
    path: str
    reason: str
    findings: tuple[Finding, ...] = ()


class Failed(Struct, frozen=True):
    path: str
    message: str
    findings: tuple[Finding, ...] = ()


FileResult: TypeAlias = Rewritten | Unchanged | Skipped | Failed
