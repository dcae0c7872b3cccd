"""The type checkers that are understood: how each is asked, and what it answers.

| checker | output | |
|---|---|---|
| mypy | a JSON object on each line | ``--output json`` |
| pyright, basedpyright | one JSON object | ``--outputjson`` |
| ty | GitLab's Code Quality | ``--output-format gitlab`` |
| pyrefly | one JSON object | ``--output-format json`` |
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import TypeAlias

import msgspec
from msgspec import Struct


class Diagnostic(Struct, frozen=True):
    """``path`` as the checker writes it; ``line`` from 1."""

    path: str
    line: int
    rule: str
    message: str


Reader: TypeAlias = Callable[[bytes], Iterator[Diagnostic]]


class _Mypy(msgspec.Struct):
    file: str
    line: int
    message: str
    severity: str
    code: str | None = None


class _Position(msgspec.Struct):
    line: int = 0


class _Range(msgspec.Struct):
    start: _Position


class _Pyright(msgspec.Struct):
    file: str
    severity: str
    message: str
    rule: str = "error"
    range: _Range = msgspec.field(default_factory=lambda: _Range(_Position()))


class _PyrightReport(msgspec.Struct, rename="camel"):
    general_diagnostics: list[_Pyright]


class _Pyrefly(msgspec.Struct):
    path: str
    line: int
    name: str
    description: str
    severity: str = "error"


class _PyreflyReport(msgspec.Struct):
    errors: list[_Pyrefly]


class _Positions(msgspec.Struct):
    begin: _Position


class _Location(msgspec.Struct):
    path: str
    positions: _Positions = msgspec.field(default_factory=lambda: _Positions(_Position()))


class _GitLab(msgspec.Struct):
    check_name: str
    description: str
    location: _Location
    severity: str = "major"


def _read_mypy(output: bytes) -> Iterator[Diagnostic]:
    for line in output.splitlines():
        if line.startswith(b"{"):
            each = msgspec.json.decode(line, type=_Mypy)
            if each.severity == "error":
                yield Diagnostic(each.file, each.line, each.code or "error", each.message)


def _read_pyright(output: bytes) -> Iterator[Diagnostic]:
    for each in msgspec.json.decode(output, type=_PyrightReport).general_diagnostics:
        if each.severity == "error":
            yield Diagnostic(each.file, each.range.start.line + 1, each.rule, each.message)


def _read_ty(output: bytes) -> Iterator[Diagnostic]:
    for each in msgspec.json.decode(output, type=list[_GitLab]):
        if each.severity not in ("info", "minor"):
            told = each.description.removeprefix(f"{each.check_name}: ")
            yield Diagnostic(each.location.path, each.location.positions.begin.line, each.check_name, told)


def _read_pyrefly(output: bytes) -> Iterator[Diagnostic]:
    for each in msgspec.json.decode(output, type=_PyreflyReport).errors:
        if each.severity == "error":
            yield Diagnostic(each.path, each.line, each.name, each.description)


class Checker(Struct, frozen=True):
    """
    Attributes:
        words: what is added to its command.
        default: what is added where the tool itself chose it: no settings of the project's speak of it.
        python: the option that takes the project's interpreter.
    """

    name: str
    words: tuple[str, ...]
    read: Reader
    default: tuple[str, ...] = ()
    python: str = ""


CHECKERS: Mapping[str, Checker] = {
    each.name: each
    for each in (
        Checker("mypy", ("--output", "json", "--no-error-summary"), _read_mypy, (), "--python-executable"),
        Checker("pyright", ("--outputjson",), _read_pyright, (), "--pythonpath"),
        Checker("basedpyright", ("--outputjson",), _read_pyright, (), "--pythonpath"),
        Checker("ty", ("--output-format", "gitlab"), _read_ty, ("check",), "--python"),
        Checker(
            "pyrefly",
            ("--output-format", "json"),
            _read_pyrefly,
            ("check", "--preset", "default"),
            "--python-interpreter-path",
        ),
    )
}


def checker_of(command: Sequence[str]) -> Checker | None:
    """The checker that a command runs, itself or through something like ``python -m`` or ``uv run``."""
    names = (PurePath(word).name.removesuffix(".exe") for word in command)
    return next((CHECKERS[name] for name in names if name in CHECKERS), None)
