"""A file of Bowler queries, executed as ``bowler run`` does, with its queries caught instead of run.

Bowler's queries are Python code, so a file of them is executed: it has to be named by the user.
"""

import ast
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from importlib.util import find_spec
from pathlib import Path
from runpy import run_path

from migrate_engines.model.problem import InputError, Problem
from migrate_engines.model.rule import Codemod
from migrate_engines.queries.query import Query, caught
from migrate_engines.tree.parsing import parse
from migrate_engines.tree.source import Unreadable, decode

_HOW = "It is run as `bowler run` runs it, with the PATHS as its arguments"


def described(path: Path) -> Codemod:
    """What reports call the file: its name, and its docstring. Nothing of it is executed.

    Raises:
        InputError: it cannot be read, or is no Python.
    """
    try:
        tree = parse(decode(path.name, path.read_bytes()))
    except (OSError, Unreadable) as error:
        told = error.strerror or str(error) if isinstance(error, OSError) else str(error)
        raise _problem(path, f"The file of queries cannot be read: {told}", "Name a Python file") from error
    said = (ast.get_docstring(tree) or f"The Bowler queries of {path.name}.").partition("\n")
    return Codemod(path.stem, path.as_posix(), said[0], said[2].strip(), ())


def load_queries(path: Path, arguments: Sequence[str]) -> tuple[Query, ...]:
    """Execute the file, and its ``main()`` if it has one; the queries in the order of their execution.

    ``arguments`` are what it finds in ``sys.argv``. What it prints goes to stderr, where no report is.

    Raises:
        InputError: Bowler is not installed, the file fails, or it executes no query.
    """
    if find_spec("bowler") is None:
        remedy = "Install it: pip install 'migrate-engines[bowler]'"
        raise _problem(path, "Bowler is not installed", remedy)
    with caught() as queries, _as_a_program(path, arguments), redirect_stdout(sys.stderr):
        _execute(path)
    if not queries:
        remedy = "Call .execute(), .diff() or .write() on it, at the top or in main()"
        raise _problem(path, "The file executes no query", remedy)
    return tuple(queries)


def _execute(path: Path) -> None:
    try:
        found = run_path(str(path), run_name=path.stem)
        if callable(main := found.get("main")):
            main()
    except SystemExit as ended:
        if ended.code:
            raise _problem(path, f"The file of queries ended with {ended.code!r}", _HOW) from ended
    except Exception as error:
        told = f"The file of queries failed: {type(error).__name__}: {error}"
        raise _problem(path, told, f"{_HOW}; correct it") from error


@contextmanager
def _as_a_program(path: Path, arguments: Sequence[str]) -> Iterator[None]:
    """Arguments, and modules beside the file; the latter last, so that none hides one of ours."""
    before, folder = sys.argv, str(path.resolve().parent)
    sys.argv = [str(path), *arguments]
    sys.path.append(folder)
    try:
        yield
    finally:
        sys.argv = before
        sys.path.remove(folder)


def _problem(path: Path, what: str, remedy: str) -> InputError:
    return InputError([Problem(path.as_posix(), 0, what, remedy)])
