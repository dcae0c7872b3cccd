"""The fold over a run: every output format is a rendering of it, and it owns the exit code."""

from collections import Counter
from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct

from migrate_engines.model.finding import Finding, Outcome
from migrate_engines.model.result import Failed, FileResult, Rewritten

_PENDING = (Outcome.UNSAFE, Outcome.MANUAL)


class Mode(StrEnum):
    APPLY = "apply"
    DRY_RUN = "dry-run"
    CHECK = "check"


class Report(Struct, frozen=True):
    """``results`` are sorted by path and hold every matched file; ``root`` is as the user wrote it.

    ``run`` is the journal's name for what was written, None where nothing was.
    """

    root: str
    mode: Mode
    files_scanned: int
    files_matched: int
    results: tuple[FileResult, ...]
    notes: tuple[str, ...] = ()
    run: str | None = None

    def findings(self) -> Iterator[tuple[str, Finding]]:
        """Every finding with its file's path, in order."""
        for result in self.results:
            for finding in result.findings:
                yield result.path, finding

    def outcomes(self) -> Counter[Outcome]:
        return Counter(finding.outcome for _, finding in self.findings())

    @property
    def rewritten(self) -> tuple[Rewritten, ...]:
        return tuple(result for result in self.results if isinstance(result, Rewritten))

    @property
    def failed(self) -> tuple[Failed, ...]:
        return tuple(result for result in self.results if isinstance(result, Failed))

    def exit_code(self) -> int:
        """0 done, 1 a file failed or, under ``--check``, something is pending."""
        if self.failed:
            return 1
        if self.mode is not Mode.CHECK:
            return 0
        pending = (each for _, each in self.findings() if each.outcome in _PENDING and not each.is_known)
        return int(bool(self.rewritten) or any(pending))
