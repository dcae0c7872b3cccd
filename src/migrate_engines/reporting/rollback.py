"""What was taken back, and the list of runs.

acme/old.py: restored
acme/wiring.py: deleted
app/worker.py: refused: it has changed since, in the same lines

run 7: 1 restored, 1 deleted, 1 refused
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct

from migrate_engines.model.journal import Recorded
from migrate_engines.model.rollback import Action, Reversal, RollbackReport
from migrate_engines.reporting.diff import file_diff
from migrate_engines.reporting.text import aligned

_HEADINGS = ("run", "when", "files", "what", "state")


class Listed(Struct, frozen=True):
    """A run, and what has become of it in a word or two; ``root`` is empty for the present one."""

    run: Recorded
    state: str
    root: str = ""


def render_rollback(report: RollbackReport) -> str:
    """One line for each file, then the count of each outcome."""
    lines = "".join(f"{_line(each)}\n" for each in report.results)
    return f"{lines}\n{_total(report)}\n"


def render_refused(report: RollbackReport) -> str:
    """The files that were not, or would not be, restored."""
    kept = (Action.REFUSED, Action.LEFT)
    return "".join(f"{_line(each)}\n" for each in report.results if each.action in kept)


def render_rollback_diff(report: RollbackReport, prefix: str) -> bytes:
    """What changes, as a diff; ``prefix`` is where the root stands in its repository."""
    changing = (each for each in report.results if each.changes)
    return b"".join(file_diff(f"{prefix}{each.path}", each.before, each.after) for each in changing)


def render_runs(listed: Sequence[Listed]) -> str:
    """A table, the newest run first."""
    if not listed:
        return "The journal has no run.\n"
    return aligned([_HEADINGS, *map(_row, reversed(listed))], right=("run", "files"))


def _row(listed: Listed) -> tuple[str, ...]:
    run = listed.run
    return run.name, _when(run), str(len(run.done())), _what(listed), listed.state


def _line(result: Reversal) -> str:
    return f"{result.path}: {result.action}{': ' if result.why else ''}{' '.join(result.why.split())}"


def _total(report: RollbackReport) -> str:
    counts = Counter(each.action for each in report.results)
    counted = ", ".join(f"{counts[action]} {action}" for action in Action if counts[action])
    return f"run {report.run}: {counted}"


def _when(run: Recorded) -> str:
    return run.started.astimezone().strftime("%Y-%m-%d %H:%M:%S")


def _what(listed: Listed) -> str:
    run = listed.run
    where = f" in {listed.root}" if listed.root else ""
    if run.rolls_back:
        return f"rollback of run {run.rolls_back}{_named(run.codemods)}{where}"
    return (_joined(each for entry in run.entries for each in entry.codemods if each) or "run") + where


def _named(codemods: Sequence[str]) -> str:
    return f" ({', '.join(codemods)})" if codemods else ""


def _joined(names: Iterable[str]) -> str:
    return ", ".join(sorted(set(names)))
