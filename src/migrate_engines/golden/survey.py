"""All the cases of a golden folder."""

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from migrate_engines.golden.case import Case, GoldenCase
from migrate_engines.golden.folder import LEFT_BY_TOOLS, Tree, read_tree, refuse_link, shown
from migrate_engines.golden.hygiene import PROJECTS, SURROUNDINGS, case_problems
from migrate_engines.golden.read import Reading, read_case, read_project
from migrate_engines.model.problem import InputError, Problem


class Survey(Struct, frozen=True):
    """``strays`` are files and folders that look like cases and are none."""

    readings: tuple[Reading, ...]
    strays: tuple[Problem, ...] = ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        return (*self.strays, *(problem for reading in self.readings for problem in reading.problems))

    @property
    def sound(self) -> tuple[Case, ...]:
        """Those without problems."""
        return tuple(each.case for each in self.readings if each.case and not each.problems)

    @property
    def cases(self) -> tuple[Case, ...]:
        """Those that can be read, with problems or without."""
        return tuple(reading.case for reading in self.readings if reading.case is not None)


def collect(folder: Path, root: Path | None = None) -> list[Case]:
    """Every case of ``folder``, sorted; names are relative to ``root``, else to the folder around it.

    Raises:
        InputError: there is no such folder, or a case is malformed.
    """
    found = survey(folder, root)
    if found.problems:
        raise InputError(list(found.problems))
    return list(found.cases)


def survey(folder: Path, root: Path | None = None, only: str | None = None) -> Survey:
    """The same with the malformed cases; ``only`` is the one codemod whose cases are wanted.

    Raises:
        InputError: there is no such folder.
    """
    folder = folder.resolve()
    base = root or folder.parent
    if not folder.is_dir():
        raise InputError([Problem(shown(folder, base), 0, "no such folder", "Golden cases live there")])
    shared = read_tree(folder / SURROUNDINGS)
    readings: list[Reading] = []
    strays: list[Problem] = []
    wanted = [each for each in _folders(folder) if only in (None, each.name)]
    for below in wanted:
        if below.name == PROJECTS:
            readings += [read_project(project, shown(project, base)) for project in _folders(below)]
        elif below.name != SURROUNDINGS:
            readings += _cases(below, base, shared)
            strays += _strays(below, base)
    return Survey(tuple(readings), tuple(strays))


def _cases(folder: Path, base: Path, shared: Tree) -> Iterator[Reading]:
    surroundings = {**shared, **read_tree(folder / SURROUNDINGS)}
    for path in sorted(folder.glob("*.md")):
        refuse_link(path)
        reading = read_case(path, shown(path, base), folder.name, surroundings)
        if isinstance(reading.case, GoldenCase):
            problems = (*reading.problems, *case_problems(reading.case))
            reading = replace(reading, problems=tuple(sorted(problems)))
        yield reading


def _strays(folder: Path, base: Path) -> Iterator[Problem]:
    for entry in sorted(folder.iterdir()):
        is_known = entry.suffix == ".md" if entry.is_file() else entry.name in {SURROUNDINGS, *LEFT_BY_TOOLS}
        if not is_known:
            remedy = f"A case is a file NAME.md; files that all cases need go to {SURROUNDINGS}/"
            yield Problem(shown(entry, base), 0, "no case", remedy)


def _folders(folder: Path) -> list[Path]:
    entries = sorted(folder.iterdir()) if folder.is_dir() else []
    found = [each for each in entries if each.is_dir() and each.name not in LEFT_BY_TOOLS]
    for each in found:
        refuse_link(each)
    return found
