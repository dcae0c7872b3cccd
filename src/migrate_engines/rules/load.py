"""Folders of rule files, read into codemods."""

import importlib.util
from collections.abc import Iterator, Sequence
from pathlib import Path

from migrate_engines.model.problem import InputError, Problem
from migrate_engines.model.rule import Codemod
from migrate_engines.rules.agreement import helper_conflicts
from migrate_engines.rules.parse import parse_codemod


def load_codemods(folders: Sequence[Path], root: Path | None = None) -> tuple[Codemod, ...]:
    """Every rule file in ``folders``, sorted by name within each; none that lies outside ``root``.

    Raises:
        InputError: with every problem of every file.
    """
    problems: list[Problem] = []
    codemods: list[Codemod] = []
    paths = [path for folder in folders for path in _rule_files(folder, problems)]
    problems += _links_out(paths, root)
    for path in paths:
        try:
            codemods.append(parse_codemod(path, _read(path)))
        except InputError as error:
            problems += error.problems
    problems += [*_repeated_names(paths), *helper_conflicts(codemods)]
    if problems:
        raise InputError(problems)
    return tuple(codemods)


def _rule_files(folder: Path, problems: list[Problem]) -> list[Path]:
    if not folder.is_dir():
        remedy = "Create it, or correct `codemods` in [tool.migrate-engines]."
        problems.append(Problem(folder.as_posix(), 0, "There is no such folder of codemods", remedy))
        return []
    found = (path for path in folder.glob("*.py") if path.is_file() and not path.name.startswith("_"))
    return sorted(found, key=lambda path: path.name)


def _links_out(paths: Sequence[Path], root: Path | None) -> Iterator[Problem]:
    for path in paths:
        if root is not None and not path.resolve().is_relative_to(root.resolve()):
            what = "A symbolic link leads from there out of the project"
            yield Problem(path.as_posix(), 0, what, "Put the rule file itself there.")


def _read(path: Path) -> str:
    try:
        return importlib.util.decode_source(path.read_bytes())
    except (SyntaxError, UnicodeDecodeError) as error:
        what, remedy = f"The rule file cannot be decoded: {error}", "Save it as UTF-8."
    except OSError as error:
        what, remedy = f"The rule file cannot be read: {error.strerror}", "Make it readable, or remove it."
    raise InputError([Problem(path.as_posix(), 0, what, remedy)])


def _repeated_names(paths: Sequence[Path]) -> Iterator[Problem]:
    first: dict[str, Path] = {}
    for path in paths:
        other = first.setdefault(path.stem, path)
        if other is not path:
            what = f"The codemod `{path.stem}` is also in {other.as_posix()}"
            yield Problem(path.as_posix(), 0, what, "Rename one of the two files.")
