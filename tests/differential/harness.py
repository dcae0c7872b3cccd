"""One program, run as it is and as it is migrated, side by side."""

import ast
import importlib
import re
import sys
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from inspect import iscoroutine, isgenerator
from pathlib import Path
from types import CodeType

from programs import Program
from rules import CODEMOD, LEGACY

from migrate_engines.model.report import Report
from migrate_engines.rules import load_codemods
from migrate_engines.running.request import Request
from migrate_engines.running.run import run
from migrate_engines.settings import Settings

HERE = Path(__file__).parent
PATH = "app/program.py"


@dataclass(frozen=True)
class Trace:
    """What one run of a function did, and what it left."""

    entries: tuple[tuple[object, ...], ...]
    left: tuple[tuple[str, str], ...]
    end: str


@dataclass(frozen=True)
class Migrated:
    text: str
    findings: tuple[tuple[str, str | None, int], ...]
    second: str


class Bench:
    """A tree with the world and the codemod, into which one program after another is put."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for path in (HERE / "world").glob("*.py"):
            self._write(f"world/{path.name}", path.read_text(encoding="utf-8"))
        self._write("world/legacy.py", LEGACY)
        self._write("codemods/legacy.py", CODEMOD)
        self._settings = Settings(root, codemods=("codemods",))
        self._codemods = load_codemods([root / "codemods"])
        self._listing = sorted(path.relative_to(root).as_posix() for path in root.glob("world/*.py"))

    def _write(self, path: str, text: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8", newline="")

    def migrate(self, program: Program) -> Migrated:
        self._write(PATH, program.text)
        report = self._run()
        text = self._text()
        self._run()
        return Migrated(text, tuple(_findings(report)), self._text())

    def _run(self) -> Report:
        report = run(
            Request(keeps_journal=False), self._settings, self._codemods, listing=[*self._listing, PATH]
        )
        assert not report.failed, report.failed
        return report

    def _text(self) -> str:
        return (self.root / PATH).read_text(encoding="utf-8")


def _findings(report: Report) -> Iterator[tuple[str, str | None, int]]:
    for path, finding in report.findings():
        if path == PATH and finding.kind == "call":
            yield finding.outcome, finding.reason, finding.place.line


@contextmanager
def world(root: Path) -> Iterator[None]:
    """The modules of the tree can be imported, once."""
    sys.path.insert(0, str(root))
    try:
        yield
    finally:
        sys.path.remove(str(root))
        for name in [name for name in sys.modules if name.partition(".")[0] == "world"]:
            del sys.modules[name]


def trace(code: CodeType, function: str) -> Trace:
    """Run one function of a program in a module of its own."""
    log = importlib.import_module("world.log")
    log.ENTRIES.clear()
    log.KEPT.clear()
    names: dict[str, object] = {"__name__": "program"}
    exec(code, names)
    value = sys.modules["world.trace"].Value
    left, end = _left(names[function], value("p"), value("q"))
    try:
        log.ask_again()
    except Exception as error:  # noqa: BLE001  (whatever the program does, both must do)
        end += f", then {type(error).__name__}: {error}"
    box = [names["BOX"], names["G"]]
    return Trace(tuple(log.ENTRIES), left, f"{end} {box}")


def _left(function: object, *arguments: object) -> tuple[tuple[tuple[str, str], ...], str]:
    try:
        result = _driven(function(*arguments))  # type: ignore[operator]
    except Exception as error:  # noqa: BLE001  (whatever the program does, both must do)
        return (), f"{type(error).__name__}: {_stable(error)}"
    if not isinstance(result, dict):
        return (), f"returned {result!r}"
    names = {key: each for key, each in result.items() if key[:1] in "pqxw" and not key.startswith("wired")}
    return tuple(sorted((key, _shown(each)) for key, each in names.items())), "left"


def _stable(error: Exception) -> str:
    """Errors that Python itself words by the function's name differ with the name."""
    return str(error) if type(error).__name__ == "Boom" else ""


def _shown(value: object) -> str:
    """Without the address that functions and generators show."""
    return re.sub(r" at 0x\w+", "", f"{type(value).__name__} {value!r}")


def _driven(value: object) -> object:
    """The result of a coroutine or a generator, which nobody else drives."""
    if iscoroutine(value) or isgenerator(value):
        try:
            sent = None
            while True:
                value.send(sent)
                sent = "sent"
        except StopIteration as stop:
            return stop.value
    return value


def compiled(text: str) -> CodeType:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return compile(text, "program.py", "exec", dont_inherit=True)


def sections(text: str) -> dict[str, str]:
    """The text of each function with its comment above."""
    tree = ast.parse(text)
    lines = text.splitlines(keepends=True)
    return {
        node.name: "".join(lines[node.lineno - 2 : node.end_lineno])
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def tallied(migrated: Migrated) -> Counter[str]:
    """Outcomes, and why calls were left."""
    return Counter(f"{outcome} {reason or ''}".strip() for outcome, reason, _ in migrated.findings)
