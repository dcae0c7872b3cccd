"""What a check finds in a tree, and what is new of it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import TypeAlias

from msgspec import Struct

Key: TypeAlias = tuple[str, str, str]


class CheckName(StrEnum):
    """A stable name, in the order in which the checks are reported."""

    COMPILES = "compiles"
    NAMES = "names"
    CALLS = "calls"
    CYCLES = "cycles"
    SHIMS = "shims"
    PATCHES = "patches"
    LEGACY = "legacy"
    GATES = "gates"
    TYPES = "types"
    TESTS = "tests"
    ROLLBACK = "rollback"


ASKS: dict[CheckName, str] = {
    CheckName.COMPILES: "every touched file parses and compiles",
    CheckName.NAMES: "every name that is imported from the tree is there",
    CheckName.CALLS: "every call of the canonical class binds its signature",
    CheckName.CYCLES: "no import that runs at import time is part of a cycle",
    CheckName.SHIMS: "a module that became a redirect gives every name that others ask of it",
    CheckName.PATCHES: "every patch has a target, and some code sees it",
    CheckName.LEGACY: "nothing uses what is retired",
    CheckName.GATES: "the gates of `migrate-engines compliance`, besides legacy-use and import-cycle",
    CheckName.TYPES: "the type checker, on the touched files and their importers",
    CheckName.TESTS: "the phases of tests",
    CheckName.ROLLBACK: "`migrate-engines rollback` restores every byte and mode",
}


class Fault(Struct, frozen=True):
    """One thing at one place that a check does not let pass.

    Attributes:
        path: relative to the root, with ``/``; "" where it is about no file.
        line: from 1; 0 for the whole file.
        code: what kind of fault it is.
        symbol: what it is about, in words that stay when lines move.
        what: the sentence for people.
        causes: what may have led to it: findings of the run, or files that differ.
    """

    path: str
    line: int
    code: str
    symbol: str
    what: str
    causes: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        """What it is known by on both sides: never its line."""
        return self.path, self.code, self.symbol

    @property
    def place(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path


class CheckResult(Struct, frozen=True):
    """``before`` and ``after`` are numbers of faults; ``not_run`` says why there are none to count."""

    name: CheckName
    before: int = 0
    after: int = 0
    new: tuple[Fault, ...] = ()
    seconds: float = 0
    not_run: str = ""


class Compared(Struct, frozen=True):
    """One tree against another.

    Attributes:
        base: what it was compared with, for people.
        touched: paths of Python files that differ, those on one side only included.
        reading: seconds spent on reading both trees, which all checks share.
    """

    base: str
    touched: tuple[str, ...]
    results: tuple[CheckResult, ...]
    reading: float = 0
    notes: tuple[str, ...] = ()

    @property
    def new(self) -> int:
        return sum(len(each.new) for each in self.results)

    @property
    def exit_code(self) -> int:
        """1 where anything is new."""
        return int(self.new > 0)


def new_faults(
    before: Iterable[Fault], after: Sequence[Fault], renamed: Mapping[str, str]
) -> tuple[Fault, ...]:
    """Of several alike the first ones, as many as there were before, are not new.

    ``renamed`` are old paths of files with their new ones.
    """
    left = Counter((renamed.get(path, path), code, symbol) for path, code, symbol in (f.key for f in before))
    new: list[Fault] = []
    for fault in after:
        left[fault.key] -= 1
        if left[fault.key] < 0:
            new.append(fault)
    return tuple(new)
