"""What a program is to be told of: the uses that are still in the tree, where they now stand."""

from collections import Counter
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from hashlib import sha256

from msgspec import Struct

from migrate_engines.model.finding import Finding, Outcome
from migrate_engines.model.report import Mode, Report
from migrate_engines.model.result import FileResult, Rewritten
from migrate_engines.model.span import Place


class OpenFinding(Struct, frozen=True):
    """One use that is still there.

    Attributes:
        path: from the top of the repository, with ``/``.
        place: in the file as the run leaves it.
        fingerprint: the same as long as the use is, whatever moves around it: 32 hexadecimal digits.
    """

    path: str
    finding: Finding
    place: Place
    fingerprint: str

    @property
    def state(self) -> str:
        """The outcome, but what the next run would fix is still pending."""
        return "pending" if self.finding.outcome is Outcome.FIXED else self.finding.outcome

    @property
    def rule(self) -> str:
        """Codemod and reason, without its detail: what findings of one kind have in common.

        Joined by a dot: in SARIF a slash would make it a part of a larger rule.
        """
        reason = (self.finding.reason or "").partition(":")[0]
        return ".".join(filter(None, (self.finding.codemod, reason))) or "retired"


def open_findings(report: Report, prefix: str) -> Iterator[OpenFinding]:
    """Fixed (unless the run wrote it), unsafe, manual and suppressed ones; ``prefix`` is that of the root."""
    for result in report.results:
        yield from _in_file(result, report.mode, f"{prefix}{result.path}")


def _in_file(result: FileResult, mode: Mode, path: str) -> Iterator[OpenFinding]:
    left_out = {Outcome.KEPT, Outcome.FIXED} if mode is Mode.APPLY else {Outcome.KEPT}
    moved = _moves(result) if mode is Mode.APPLY and isinstance(result, Rewritten) else {}
    seen: Counter[tuple[str, ...]] = Counter()
    for finding in sorted(result.findings, key=lambda each: each.place):
        if finding.outcome not in left_out:
            key = (path, finding.codemod or "", finding.symbol, finding.kind, finding.reason or "")
            seen[key] += 1
            told = "\0".join((*key, str(seen[key]))).encode("utf-8", "backslashreplace")
            yield OpenFinding(path, finding, _moved(finding.place, moved), sha256(told).hexdigest()[:32])


class _NewLine(Struct, frozen=True):
    """Where a line went; ``length`` is None where the line is as it was, so that its columns still hold."""

    number: int
    length: int | None


def _moves(result: Rewritten) -> Mapping[int, _NewLine]:
    """The new place of each old line, from 1; the nearest one for a line that was changed."""
    old, new = ((each or b"").split(b"\n") for each in (result.before, result.after))
    found: dict[int, _NewLine] = {}
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for at in range(a, b):
            nearest = min(c + at - a, max(d - 1, 0), len(new) - 1)
            length = None if what == "equal" else len(new[nearest].decode("utf-8", "replace").rstrip("\r"))
            found[at + 1] = _NewLine(nearest + 1, length)
    return found


def _moved(place: Place, moved: Mapping[int, _NewLine]) -> Place:
    start, end = moved.get(place.line), moved.get(place.end_line)
    if start is None or end is None:
        return place
    if start.length is None and end.length is None:
        return Place(start.number, place.column, end.number, place.end_column)
    return Place(start.number, 1, start.number, (start.length or 0) + 1)
