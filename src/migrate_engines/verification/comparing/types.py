"""A type checker on the touched files and their importers, in both trees."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from migrate_engines.model.problem import InputError, Problem
from migrate_engines.settings import Settings
from migrate_engines.tree.importers import importing_files
from migrate_engines.verification.comparing.checkers import CHECKERS, Checker, Diagnostic, checker_of
from migrate_engines.verification.comparing.fault import Fault
from migrate_engines.verification.comparing.python import project_python, with_sources
from migrate_engines.verification.comparing.side import Pair, Side

_NONE_INSTALLED = "no type checker: set `types`, or install migrate-engines[types]"
_OFF = "switched off: `types` is off"
_TABLE = "[tool.migrate-engines.verify]"
_PREFERRED = ("ty", "pyrefly")
_LINE = re.compile(r"\b(line|column) \d+")


def type_command(settings: Settings) -> list[str]:
    """The checker that the settings choose, or the first of ours that is installed; empty for none.

    Raises:
        InputError: the settings choose a checker that is not known, or not installed.
    """
    configured = settings.verify.types
    if configured == "off":
        return []
    if isinstance(configured, tuple) and configured:
        return _known(configured)
    if isinstance(configured, str) and configured in CHECKERS:
        if command := _own_command(configured, settings):
            return command
        remedy = 'Install it, or switch the check off: `types = "off"`.'
        raise InputError([Problem(_TABLE, 0, f"The type checker {configured} is not installed", remedy)])
    return next((command for name in _PREFERRED if (command := _own_command(name, settings))), [])


def why_not_run(settings: Settings) -> str:
    """What a report says where there is no command."""
    return _OFF if settings.verify.types == "off" else _NONE_INSTALLED


def _known(command: Sequence[str]) -> list[str]:
    if checker_of(command) is None:
        what = f"`types` runs no checker that is known: {' '.join(command)}"
        remedy = f'Name one of {", ".join(CHECKERS)}, such as `types = ["mypy", "--strict"]`.'
        raise InputError([Problem(_TABLE, 0, what, remedy)])
    return list(command)


def _own_command(name: str, settings: Settings) -> list[str]:
    """As this tool runs it, with the project's Python; empty where it is not installed."""
    program, checker = _installed(name), CHECKERS[name]
    if program is None:
        return []
    python = project_python(settings) if len(project_python(settings)) == 1 else []
    return [program, *checker.default, *(each for path in python for each in (checker.python, path))]


def _installed(name: str) -> str | None:
    """Beside the Python that runs this tool, or on the path."""
    return shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)


def type_errors(pair: Pair, side: Side, command: Sequence[str]) -> Iterator[Fault]:
    """Errors by file, rule and message; what a message says of other lines is left out of it."""
    checker = checker_of(command)
    paths = checked_paths(pair, side)
    if checker is None or not paths:
        return
    output, failure = _run(command, checker, paths, side.settings)
    try:
        found = list(checker.read(output))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        told = failure or f"its output cannot be read: {error}"
        yield Fault("", 0, "checker-fails", checker.name, f"{checker.name}: {told}")
        return
    if failure and not found:
        yield Fault("", 0, "checker-fails", checker.name, f"{checker.name}: {failure}")
    yield from (_fault(each, side.root) for each in found)


def checked_paths(pair: Pair, side: Side) -> list[str]:
    """The touched files, and those that import one of them in either tree."""
    found = set(pair.touched)
    for each in (pair.before, pair.after):
        for path in importing_files(each.root, each.listing, pair.touched_modules):
            edges = each.graph.edges(each.index.modules.module_of(path))
            if any(edge.imported in pair.touched_modules and not edge.is_parent for edge in edges):
                found.add(path)
    return sorted(found.intersection(side.listing))


def _fault(each: Diagnostic, root: Path) -> Fault:
    path = Path(each.path)
    inside = path.relative_to(root) if path.is_absolute() and path.is_relative_to(root) else path
    told = each.message.replace(f"{root}{os.sep}", "")
    symbol = _LINE.sub(r"\1", " ".join(told.split()))
    return Fault(inside.as_posix(), each.line, each.rule, symbol, told)


def _run(
    command: Sequence[str], checker: Checker, paths: Sequence[str], settings: Settings
) -> tuple[bytes, str]:
    """What it prints, and why that may be nothing."""
    with tempfile.TemporaryDirectory(prefix="migrate-engines-") as cache:
        # Neither tree is to be littered, and what is kept of one is not the other's.
        aside = ("--cache-dir", cache) if checker.name == "mypy" else ()
        try:
            ended = subprocess.run(
                [*command, *checker.words, *aside, *paths],
                cwd=settings.root,
                env={**os.environ, **with_sources(settings)},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
            )
        except OSError as error:
            return b"", f"{command[0]} cannot be run: {error.strerror}"
    if ended.returncode in (0, 1):
        return ended.stdout, ""
    lines = (ended.stderr or ended.stdout).decode("utf-8", "replace").strip().splitlines()
    return ended.stdout, f"exit code {ended.returncode}: {lines[-1] if lines else 'it says nothing'}"
