"""The safe rewrites of a file as one SARIF fix.

It hangs on the file's first rewritten use: the edits of a file share imports, so that one use's
alone would not be whole.
"""

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher

from migrate_engines.model.finding import Outcome
from migrate_engines.model.report import Mode, Report
from migrate_engines.model.result import Rewritten
from migrate_engines.reporting import sarif_model as sarif
from migrate_engines.reporting.diff import lines_of
from migrate_engines.reporting.open_findings import open_findings


def fixes_of(report: Report, prefix: str) -> Mapping[str, sarif.Fix]:
    """The fix of each rewritten UTF-8 file, by the fingerprint of its finding; none where it is written."""
    if report.mode is Mode.APPLY:
        return {}
    first: dict[str, str] = {}
    for each in open_findings(report, prefix):
        if each.finding.outcome is Outcome.FIXED:
            first.setdefault(each.path, each.fingerprint)
    found: dict[str, sarif.Fix] = {}
    for result in report.rewritten:
        path = f"{prefix}{result.path}"
        if path in first and (replacements := list(_replacements(result))):
            told = "All safe rewrites of this file."
            change = sarif.ArtifactChange(sarif.artifact(path), replacements)
            found[first[path]] = sarif.Fix(sarif.Message(told), [change])
    return found


def _replacements(result: Rewritten) -> Iterator[sarif.Replacement]:
    """Whole lines; a consumer counts in characters, so a file of another encoding has none."""
    try:
        old, new = (lines_of((each or b"").decode("utf-8-sig")) for each in (result.before, result.after))
    except UnicodeDecodeError:
        return
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what != "equal":
            text = sarif.InsertedContent("".join(new[c:d]))
            yield sarif.Replacement(_region(old, a, b), text)


def _region(lines: list[str], first: int, end: int) -> sarif.Region:
    """From the beginning of one line to that of another, or to the end of a last line without newline."""
    if end == len(lines) and lines and not lines[-1].endswith("\n"):
        start = (first + 1, 1) if first < end else (end, len(lines[-1]) + 1)
        return sarif.Region(*start, end, len(lines[-1]) + 1)
    return sarif.Region(first + 1, 1, end + 1, 1)
