"""Redirects tried out: old and new path are imported, and must give the same object.

That runs the project's code, so it is done on request only, each module in a process of its own.
"""

import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

from migrate_engines.settings import Settings
from migrate_engines.tree.index import ObjectKind
from migrate_engines.verification.comparing.fault import Fault
from migrate_engines.verification.comparing.python import project_python, with_sources
from migrate_engines.verification.comparing.shims import Shim
from migrate_engines.verification.comparing.side import Side

_TIME_LIMIT = 120  # seconds for one module
# What the modules print goes nowhere: the answers are in a file.
_PROGRAM = """
import importlib, json, sys, warnings

def target(dotted):
    parts = dotted.split(".")
    for count in range(len(parts) - 1, 0, -1):
        try:
            found = importlib.import_module(".".join(parts[:count]))
        except ModuleNotFoundError:
            continue
        for part in parts[count:]:
            found = getattr(found, part)
        return found
    raise ImportError("there is no module in " + dotted)

def answer(module, name, other):
    try:
        found = getattr(module, name)
    except AttributeError as error:
        return "name-lost", str(error)
    if not other:
        return "", ""
    try:
        return ("", "") if target(other) is found else ("another-object", "it is not the object " + other)
    except Exception as error:
        return "import-fails", type(error).__name__ + ": " + str(error)

warnings.simplefilter("ignore")
module, wanted, place = sys.argv[1], json.loads(sys.argv[2]), sys.argv[3]
try:
    loaded = importlib.import_module(module)
    answers = {name: answer(loaded, name, other) for name, other in wanted.items()}
except BaseException as error:
    answers = {"": ("import-fails", type(error).__name__ + ": " + str(error))}
with open(place, "w", encoding="utf-8") as file:
    json.dump(answers, file)
"""


class _Answer(Struct, frozen=True):
    """``code`` is "" where all is well; ``name`` is "" where the module itself is meant."""

    name: str
    code: str
    told: str


def imported(shims: tuple[Shim, ...], side: Side, *, is_redirected: bool) -> Iterator[Fault]:
    """Shims that cannot be imported, lack a name, or give another object than the new path does.

    ``is_redirected`` is False for the tree before, where the names were objects of their own.
    """
    for shim in shims:
        wanted = _wanted(shim, side, is_redirected=is_redirected)
        if not wanted or side.index.modules.path_of(shim.module) is None:
            continue
        for each in _ask(shim.module, wanted, side.settings):
            symbol = f"{shim.module}.{each.name}".rstrip(".")
            if each.code:
                yield Fault(shim.path, 0, each.code, symbol, f"import of {symbol}: {each.told}")


def _wanted(shim: Shim, side: Side, *, is_redirected: bool) -> dict[str, str]:
    """The names to ask for, each with the dotted name that must give the same object; "" for none."""
    names = sorted(name for name in shim.asked | shim.targets.keys() if _is_there(side, shim, name))
    return {name: _target(side, shim, name) if is_redirected else "" for name in names}


def _is_there(side: Side, shim: Shim, name: str) -> bool:
    """Names that are missing are faults without any import."""
    return side.index.resolve(f"{shim.module}.{name}").kind is not ObjectKind.MISSING


def _target(side: Side, shim: Shim, name: str) -> str:
    if name in shim.targets:
        return shim.targets[name]
    found = side.index.resolve(f"{shim.module}.{name}")
    return found.canonical if found.kind in (ObjectKind.CLASS, ObjectKind.FUNCTION) else ""


def _ask(module: str, wanted: Mapping[str, str], settings: Settings) -> Iterator[_Answer]:
    with tempfile.TemporaryDirectory(prefix="migrate-engines-") as folder:
        place = Path(folder, "answers.json")
        told = msgspec.json.encode(dict(wanted)).decode()
        command = [*project_python(settings), "-c", _PROGRAM, module, told, str(place)]
        failure = _run(command, settings)
        try:
            answers = msgspec.json.decode(place.read_bytes(), type=dict[str, tuple[str, str]])
        except (OSError, msgspec.DecodeError):
            yield _Answer("", "import-fails", failure or "the process ended without an answer")
            return
    yield from (_Answer(name, code, what) for name, (code, what) in answers.items())


def _run(command: list[str], settings: Settings) -> str:
    """Why the process gave no answer; "" where it may have."""
    try:
        ended = subprocess.run(
            command,
            cwd=settings.root,
            env={**os.environ, **with_sources(settings), "PYTHONDONTWRITEBYTECODE": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_TIME_LIMIT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"it took longer than {_TIME_LIMIT} s"
    except OSError as error:
        return f"{command[0]} cannot be run: {error.strerror}"
    return f"the process ended with exit code {ended.returncode}" if ended.returncode else ""
