"""A whole golden folder: read, updated if asked, checked and reported."""

from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from msgspec import Struct

from migrate_engines.golden.attempt import RunFunction
from migrate_engines.golden.check import Verdict, check
from migrate_engines.golden.hygiene import root_problems, root_warnings
from migrate_engines.golden.read import Reading
from migrate_engines.golden.survey import Survey, survey
from migrate_engines.golden.update import refuse_in_ci, update_case
from migrate_engines.model.problem import InputError, Problem
from migrate_engines.model.rule import Codemod
from migrate_engines.running.run import run
from migrate_engines.settings import Settings


class GoldenReport(Struct, frozen=True):
    """``malformed`` counts the cases that were not run because they have problems."""

    verdicts: tuple[Verdict, ...]
    malformed: int = 0
    problems: tuple[Problem, ...] = ()
    warnings: tuple[str, ...] = ()
    diff: str = ""

    @property
    def failed(self) -> int:
        return self.malformed + sum(bool(verdict.failures) for verdict in self.verdicts)

    @property
    def passed(self) -> int:
        return sum(not verdict.failures for verdict in self.verdicts)

    @property
    def exit_code(self) -> int:
        return int(bool(self.failed or self.problems))

    def render(self) -> str:
        """What was updated, what failed, what is wrong with the collection, and the counts."""
        parts = [self.diff, *(verdict.render() for verdict in self.verdicts)]
        parts += [f"PROBLEM {problem}\n" for problem in self.problems]
        parts += [f"warning: {warning}\n" for warning in self.warnings]
        return "".join(parts) + f"{self.passed} passed, {self.failed} failed\n"


def run_golden(
    folder: Path,
    settings: Settings,
    codemods: Sequence[Codemod],
    *,
    update: bool = False,
    pattern: str | None = None,
    run: RunFunction = run,
    is_query: bool = False,
) -> GoldenReport:
    """Check the cases of ``folder`` with all of ``codemods``; ``update`` rewrites what they expect first.

    ``pattern`` selects cases by a part of their name or title (``*`` and ``?`` work). What is a matter of
    the whole collection is then left out. ``is_query`` says that ``run`` is one of Bowler's queries, which
    ``codemods`` names: only its own folder is looked at, and what a second run would change is a warning,
    since a query that adds an argument adds it again.

    Raises:
        InputError: no such folder, no such case, or an update where CI is set.
    """
    if update:
        refuse_in_ci()
    only = codemods[0].name if is_query else None
    found = _selected(survey(folder, settings.root, only), pattern)
    diff, refused = _updated(found, codemods, run) if update else ("", [])
    if update:
        found = _selected(survey(folder, settings.root, only), pattern)
    problems = [*refused, *found.problems]
    if pattern is None:
        problems += root_problems(folder, found.cases, codemods, settings.root, only)
    verdicts = tuple(check(case, codemods, run=run, must_settle=not is_query) for case in found.sound)
    again = tuple(each.render_warnings() for each in verdicts if each.warnings)
    return GoldenReport(
        verdicts=verdicts,
        malformed=len(found.readings) - len(found.sound),
        problems=tuple(problems),
        warnings=(*again, *(root_warnings(found.cases) if pattern is None else ())),
        diff=diff,
    )


def _updated(found: Survey, codemods: Sequence[Codemod], run: RunFunction) -> tuple[str, list[Problem]]:
    """The diff of every case that could be updated, and why the others could not."""
    diffs: list[str] = []
    problems: list[Problem] = []
    for case in found.cases:
        try:
            diffs.append(update_case(case, codemods, run=run))
        except InputError as error:
            problems += error.problems
    return "".join(diffs), problems


def _selected(found: Survey, pattern: str | None) -> Survey:
    if pattern is None:
        return found
    readings = tuple(reading for reading in found.readings if _is_meant(reading, pattern.lower()))
    if not readings:
        what = "no golden case has this in its name or title"
        raise InputError([Problem(pattern, 0, what, "Leave it out to run all of them")])
    return Survey(readings)


def _is_meant(reading: Reading, pattern: str) -> bool:
    names = [reading.name, reading.case.title] if reading.case else [reading.name]
    return any(fnmatchcase(name.lower(), f"*{pattern}*") for name in names)
