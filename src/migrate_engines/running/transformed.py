"""What a run has made of a tree, before any of it is written; and the report, when it is."""

from msgspec import Struct

from migrate_engines.model.report import Report
from migrate_engines.model.result import FileResult
from migrate_engines.running.request import Request
from migrate_engines.running.writing import Write


class Transformed(Struct, frozen=True):
    """The results of all files that matter, in the run's order; ``scanned`` counts all that were seen."""

    results: tuple[FileResult, ...]
    scanned: int


def reported(request: Request, transformed: Transformed, write: Write) -> Report:
    """Write the results, and tell."""
    written = write(transformed.results)
    results = tuple(sorted(written.results, key=lambda result: result.path))
    return Report(".", request.mode, transformed.scanned, len(results), results, written.notes, written.run)
