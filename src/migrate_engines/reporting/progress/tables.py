"""The tables of the report: the same in every format."""

from collections.abc import Iterator

from msgspec import Struct

from migrate_engines.inventory.wording import count
from migrate_engines.model.gate import Gate
from migrate_engines.reporting.compliance.cells import HEADINGS as GATE_HEADINGS
from migrate_engines.reporting.compliance.cells import rows as gate_rows
from migrate_engines.reporting.verification import HEADINGS as PHASE_HEADINGS
from migrate_engines.reporting.verification import phase_cells
from migrate_engines.verification.discovery import Category
from migrate_engines.verification.history import Measured
from migrate_engines.verification.progress import Met, Progress

_MOST = 30  # rows of the burn-down; the file has them all


class Table(Struct, frozen=True):
    """A title, what to know about the rows, and texts under headings; ``words`` columns hold no numbers."""

    title: str
    note: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    words: int


def headline(progress: Progress) -> str:
    """``23 of 27 success criteria met, 3 not met, 1 unknown``."""
    met = [each.met for each in progress.criteria]
    rest = [f"{met.count(each)} {each}" for each in (Met.NO, Met.UNKNOWN) if met.count(each)]
    return ", ".join((f"{met.count(Met.YES)} of {len(met)} success criteria met", *rest))


def tables(progress: Progress) -> Iterator[Table]:
    """In the order of the report."""
    criteria = tuple((each.name, each.met.value, each.told) for each in progress.criteria)
    yield Table("Success criteria", "", ("criterion", "state", "measured"), criteria, 3)
    yield _burn_down(progress)
    yield Table("Gates", "", GATE_HEADINGS, tuple(gate_rows(progress.compliance)), 2)
    yield _discovery(progress)
    yield _to_update(progress)
    yield _phases(progress)


def _burn_down(progress: Progress) -> Table:
    shown = progress.measured[-_MOST:]
    left_out = len(progress.measured) - len(shown)
    note = f"The newest {_MOST} of {len(progress.measured)} measurements." if left_out else ""
    headings = ("measured at", "commit", "findings", "new", "known", "suppressed", "of them legacy-use")
    return Table("Burn-down", note, headings, tuple(map(_measurement, shown)), 2)


def _measurement(measured: Measured) -> tuple[str, ...]:
    figures = measured.gates.values()
    legacy = measured.gates.get(Gate.LEGACY_USE.value)
    numbers = (
        measured.standing,
        sum(each.new for each in figures),
        sum(each.known for each in figures),
        sum(each.suppressed for each in figures),
        legacy.standing if legacy else 0,
    )
    return (measured.at, measured.commit or "-", *map(str, numbers))


def _discovery(progress: Progress) -> Table:
    found = progress.discovery
    rows = [*map(_category, found.categories()), _category(found.total())]
    note = "Test functions as they stand in the files; parameters do not multiply them."
    if found.unread:
        note += f" Not counted: {count(len(found.unread), 'file')} that cannot be parsed."
    headings = ("category", "files", "tests", "legacy files", "tests in them", "to update", "tests in them")
    return Table("Tests", note, headings, tuple(rows), 1)


def _category(category: Category) -> tuple[str, ...]:
    numbers = (
        category.files,
        category.tests,
        category.legacy_files,
        category.legacy_tests,
        category.pending_files,
        category.pending_tests,
    )
    return (category.name, *map(str, numbers))


def _to_update(progress: Progress) -> Table:
    files = sorted(progress.discovery.files, key=lambda each: (-each.pending, each.path))
    rows = tuple((each.path, str(each.pending), str(each.tests)) for each in files if each.pending)
    note = "" if rows else "None: no test uses what is retired and should not."
    return Table("Tests to update", note, ("file", "uses", "tests"), rows, 1)


def _phases(progress: Progress) -> Table:
    verified = progress.verified
    if verified is None:
        note = "The phases have not been run: `migrate-engines verify`."
        return Table("Execution", note, PHASE_HEADINGS, (), 2)
    at = f" at {verified.commit}" if verified.commit else ""
    note = f"Run {verified.at}{at}."
    note += (
        " before: tests that failed before the change, too, and do not count."
        if verified.has_before
        else " There was no baseline run, so every failing test counts."
    )
    return Table("Execution", note, PHASE_HEADINGS, tuple(map(phase_cells, verified.phases)), 2)


def failures(progress: Progress) -> tuple[str, ...]:
    """The tests that fail or are missing, by phase."""
    phases = progress.verified.phases if progress.verified else []
    return tuple(f"{each.name}: {name}" for each in phases for name in each.failures)
