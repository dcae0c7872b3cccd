"""A report for people: one line for each use that needs one, then what became of all of them.

app/worker.py:9:5: manual execution_engine [missing-context] Pass the request's user context.

codemod           outcome  reason           uses  files
execution_engine  fixed    -                  12      4
execution_engine  manual   missing-context     1      1

4 files would be rewritten (12 fixed, 1 manual)
"""

from collections.abc import Collection, Iterable, Iterator, Sequence

from migrate_engines.model.finding import Finding, Outcome
from migrate_engines.model.report import Mode, Report
from migrate_engines.model.result import Failed, FileResult, Skipped
from migrate_engines.replay import nothing_in

_NOTHING = "-"
_HEADINGS = ("codemod", "outcome", "reason", "uses", "files")
_PENDING = frozenset({Outcome.UNSAFE, Outcome.MANUAL})


def render_text(report: Report, *, verbose: bool = False) -> str:
    """Failures, findings that need a person, the summary; with ``verbose``, every finding and skip."""
    blocks = [render_findings(report, verbose=verbose), _table(report), f"{render_total(report)}\n"]
    return "\n".join(block for block in blocks if block)


def render_statistics(report: Report) -> str:
    """Failures and the summary."""
    blocks = [render_failures(report), _table(report), f"{render_total(report)}\n"]
    return "\n".join(block for block in blocks if block)


def render_findings(report: Report, *, verbose: bool = False) -> str:
    """The findings alone. Under ``--check`` a pending safe edit is a finding that needs a person, too."""
    shown = frozenset(Outcome) if verbose else _PENDING
    if report.mode is Mode.CHECK:
        shown |= {Outcome.FIXED}
    return "".join(f"{line}\n" for result in report.results for line in _lines(result, shown, verbose))


def render_failures(report: Report) -> str:
    """The files that could not be processed."""
    return "".join(f"{_failure(result)}\n" for result in report.failed)


def render_total(report: Report) -> str:
    """One line: what became of the files and of the uses in them."""
    outcomes = report.outcomes()
    counted = ", ".join(f"{outcomes[outcome]} {outcome}" for outcome in Outcome if outcomes[outcome])
    if not counted and not report.rewritten:
        line = nothing_in(report.files_scanned)
    else:
        line = _rewritten(report) + (f" ({counted})" if counted else "")
    if known := sum(finding.is_known for _, finding in report.findings()):
        line += f", {known} in the baseline"
    skipped = sum(isinstance(result, Skipped) for result in report.results)
    left = ((skipped, "skipped"), (len(report.failed), "failed"))
    return line + "".join(f", {number} {what}" for number, what in left if number)


def _rewritten(report: Report) -> str:
    verb = "rewritten" if report.mode is Mode.APPLY else "would be rewritten"
    created = sum(result.before is None for result in report.rewritten)
    return f"{_count(len(report.rewritten), 'file')} {verb}" + (f", {created} of them new" if created else "")


def _lines(result: FileResult, shown: frozenset[Outcome], verbose: bool) -> Iterator[str]:
    if isinstance(result, Failed):
        yield _failure(result)
    if isinstance(result, Skipped) and verbose:
        yield f"{result.path}: skipped {_one_line(result.reason)}"
    for finding in sorted(result.findings, key=lambda each: each.place):
        if finding.outcome in shown and (verbose or not finding.is_known):
            yield _line(result.path, finding)


def _failure(result: Failed) -> str:
    return f"{result.path}: failed {_one_line(result.message)}"


def _line(path: str, finding: Finding) -> str:
    where = f"{path}:{finding.place.line}:{finding.place.column}"
    reason = f" [{finding.reason}]" if finding.reason else ""
    return f"{where}: {finding.outcome} {finding.codemod or _NOTHING}{reason} {_one_line(finding.message)}"


def _one_line(message: str) -> str:
    return " ".join(message.split())


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def summary_rows(report: Report) -> list[tuple[str, ...]]:
    """The number of uses and files by codemod, outcome and reason, under their headings; none of none.

    Findings of no codemod come last.
    """
    files: dict[tuple[str, Outcome, str], list[str]] = {}
    for path, finding in report.findings():
        key = (finding.codemod or _NOTHING, finding.outcome, finding.reason or _NOTHING)
        files.setdefault(key, []).append(path)
    order = list(Outcome)
    keys = sorted(files, key=lambda key: (key[0] == _NOTHING, key[0], order.index(key[1]), key[2]))
    rows = [(*key, str(len(files[key])), str(len(set(files[key])))) for key in keys]
    return [_HEADINGS, *rows] if rows else []


def _table(report: Report) -> str:
    rows = summary_rows(report)
    return aligned(rows, ("uses", "files")) if rows else ""


def aligned(rows: Sequence[tuple[str, ...]], right: Collection[str]) -> str:
    """A table under the headings in its first row; the columns in ``right`` hold numbers."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "".join(f"{'  '.join(_cells(rows[0], row, widths, right)).rstrip()}\n" for row in rows)


def _cells(
    headings: Iterable[str], row: Iterable[str], widths: Iterable[int], right: Collection[str]
) -> Iterator[str]:
    for heading, cell, width in zip(headings, row, widths, strict=True):
        yield cell.rjust(width) if heading in right else cell.ljust(width)
