"""What became of one file: a closed union, picklable, without tree nodes."""

from dataclasses import dataclass
from typing import TypeAlias

from migrate_engines.model.finding import Finding


@dataclass(frozen=True, slots=True)
class Rewritten:
    """``before`` is None for a file that the run creates. Paths are relative to the root, with ``/``."""

    path: str
    before: bytes | None
    after: bytes
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Unchanged:
    path: str
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    path: str
    reason: str
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Failed:
    path: str
    message: str
    findings: tuple[Finding, ...] = ()


FileResult: TypeAlias = Rewritten | Unchanged | Skipped | Failed
