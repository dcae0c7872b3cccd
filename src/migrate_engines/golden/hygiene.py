"""What is wrong with a collection of cases, whatever the codemods do."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from migrate_engines.golden.case import Case, GoldenCase
from migrate_engines.golden.folder import LEFT_BY_TOOLS, shown
from migrate_engines.model.problem import Problem
from migrate_engines.model.rule import CallRewrite, CanonicalName, Codemod, Redirect

SURROUNDINGS = "surroundings"
PROJECTS = "projects"
KEEPS_IN_TEN = 4


def case_problems(case: GoldenCase) -> Iterator[Problem]:
    """What makes one case say less than it seems to."""
    scenario = case.scenario()
    for path in case.after:
        if scenario.before.get(path) == scenario.after[path]:
            yield Problem(case.name, 0, f"after={path} is equal to its before", "Remove the block")
    if not case.is_keeps and case.findings is None:
        yield Problem(case.name, 0, "no findings block", "List what was fixed: ```text findings")


def root_problems(
    folder: Path,
    cases: Sequence[Case],
    codemods: Sequence[Codemod],
    root: Path | None = None,
    only: str | None = None,
) -> tuple[Problem, ...]:
    """Folders of no codemod, and codemods that lack a fix case or a keeps case.

    With ``only``, the one codemod whose cases were read, the other folders are not looked at.
    """
    name = shown(folder.resolve(), root or folder.resolve().parent)
    orphans = _orphans(folder, name, codemods) if only is None else ()
    return (*orphans, *_uncovered(name, cases, codemods))


def root_warnings(cases: Sequence[Case]) -> tuple[str, ...]:
    """One line where fewer than four in ten cases must leave everything alone."""
    markdown = [case for case in cases if isinstance(case, GoldenCase)]
    keeps = sum(case.is_keeps for case in markdown)
    if keeps * 10 >= len(markdown) * KEEPS_IN_TEN:
        return ()
    return (f"{keeps} of {len(markdown)} cases are keeps cases; {KEEPS_IN_TEN} in 10 should be",)


def _orphans(folder: Path, name: str, codemods: Sequence[Codemod]) -> Iterator[Problem]:
    known = {SURROUNDINGS, PROJECTS, *LEFT_BY_TOOLS, *(codemod.name for codemod in codemods)}
    for entry in sorted(folder.iterdir()):
        if entry.is_dir() and entry.name not in known:
            remedy = "Rename the folder after its codemod, or remove it"
            yield Problem(f"{name}/{entry.name}", 0, f"there is no codemod {entry.name}", remedy)


def _uncovered(name: str, cases: Sequence[Case], codemods: Sequence[Codemod]) -> Iterator[Problem]:
    for codemod in codemods:
        own = [case for case in cases if isinstance(case, GoldenCase) and case.codemod == codemod.name]
        remedy = f"Write one in {name}/{codemod.name}/"
        if _can_fix(codemod) and all(case.is_keeps for case in own):
            yield Problem(codemod.path, 0, "no fix case", remedy)
        if not any(case.is_keeps for case in own):
            yield Problem(codemod.path, 0, "no keeps case", remedy)


def _can_fix(codemod: Codemod) -> bool:
    return any(isinstance(rule, CallRewrite | Redirect | CanonicalName) for rule in codemod.rules)
