"""Plain ``pytest`` runs the golden cases of a project with codemods of its own, one test each.

Loaded by pytest through its entry point. It takes part only where [tool.migrate-engines] names ``codemods``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from _pytest._code.code import TerminalRepr, TracebackStyle

    from migrate_engines.golden.read import Reading
    from migrate_engines.golden.survey import Survey
    from migrate_engines.model.rule import Codemod

_PROJECTS, _SURROUNDINGS = "projects", "surroundings"


@dataclass(frozen=True)
class _Pack:
    """A project's golden folder, its cases by their paths, and its codemods."""

    folder: Path
    readings: Mapping[Path, "Reading"]
    survey: "Survey"
    codemods: tuple["Codemod", ...]


_FOLDER = pytest.StashKey[Path | None]()
_PACK = pytest.StashKey[_Pack]()


class UnmetCase(Exception):
    """What came out is not what the case says; the text is what ``migrate-engines test`` prints."""


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """The trees that cases are about hold tests of their own, which are data here."""
    folder = _golden_folder(config)
    if folder is None or not collection_path.is_relative_to(folder):
        return None
    inside = collection_path.relative_to(folder).parts
    return True if _SURROUNDINGS in inside or (inside[:1] == (_PROJECTS,) and len(inside) > 2) else None


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    folder = _golden_folder(parent.config)
    if folder is None or file_path.suffix != ".md" or file_path.parent.parent != folder:
        return None
    return _CaseFile.from_parent(parent, path=file_path)


def pytest_collect_directory(path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    folder = _golden_folder(parent.config)
    is_project = folder is not None and path.parent == folder / _PROJECTS
    return _CaseFolder.from_parent(parent, path=path) if is_project else None


class _CaseFile(pytest.File):
    def collect(self) -> Iterator[pytest.Item]:
        yield _case_of(self, self.path)


class _CaseFolder(pytest.Directory):
    def collect(self) -> Iterator[pytest.Item]:
        yield _case_of(self, self.path)


def _case_of(parent: pytest.Collector, path: Path) -> pytest.Item:
    case = _pack(parent.config).readings[path].case
    item: pytest.Item = _Case.from_parent(parent, name=getattr(case, "title", path.name))
    return item


class _Case(pytest.Item):
    def runtest(self) -> None:
        from migrate_engines.golden.check import check

        pack = _pack(self.config)
        reading = pack.readings[self.path]
        if reading.problems or reading.case is None:
            raise UnmetCase("\n".join(map(str, reading.problems)))
        verdict = check(reading.case, pack.codemods)
        if verdict.failures:
            raise UnmetCase(verdict.render())

    def repr_failure(
        self, excinfo: pytest.ExceptionInfo[BaseException], style: "TracebackStyle | None" = None
    ) -> "str | TerminalRepr":
        if isinstance(excinfo.value, UnmetCase):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, None, self.name


def _golden_folder(config: pytest.Config) -> Path | None:
    """None where the project has no codemods of its own."""
    if _FOLDER not in config.stash:
        config.stash[_FOLDER] = _found_folder(config.rootpath)
    return config.stash[_FOLDER]


def _found_folder(root: Path) -> Path | None:
    from migrate_engines.settings import load_settings

    settings = load_settings(root)
    return (settings.root / settings.golden).resolve() if settings.codemods else None


def _pack(config: pytest.Config) -> _Pack:
    if _PACK not in config.stash:
        config.stash[_PACK] = _loaded(config.rootpath)
    return config.stash[_PACK]


def _loaded(root: Path) -> _Pack:
    from migrate_engines.cli.codemods import configured_codemods
    from migrate_engines.golden.survey import survey
    from migrate_engines.settings import load_settings

    settings = load_settings(root)
    folder = (settings.root / settings.golden).resolve()
    found = survey(folder, settings.root)
    readings = {(settings.root / each.name).resolve(): each for each in found.readings}
    return _Pack(folder, readings, found, tuple(configured_codemods(settings)))
