"""Which tests there are, and which of them the consolidation concerns."""

import ast
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from msgspec import Struct

from migrate_engines.compliance.compliance import Compliance
from migrate_engines.compliance.finding import Status
from migrate_engines.compliance.ground import Ground
from migrate_engines.facts.definitions import block
from migrate_engines.inventory.area import Area
from migrate_engines.inventory.entry import Group
from migrate_engines.model.gate import Gate
from migrate_engines.tree.parsing import parse
from migrate_engines.tree.reading import UNREADABLE, why_unread

_FILE = re.compile(r"test_.*\.py|.*_test\.py")
TOP = "(top)"


class TestFile(Struct, frozen=True):
    """One file of tests.

    Attributes:
        category: the folder below the folder of tests, such as ``unit``.
        tests: how many test functions and methods it has; parameters do not multiply them.
        touches_legacy: it uses something that is retired, rightly or not.
        pending: how many uses in it have to be updated.
    """

    __test__ = False  # for pytest, which would collect the name

    path: str
    category: str
    tests: int
    touches_legacy: bool
    pending: int


class Category(Struct, frozen=True):
    """The totals of one category; ``legacy`` and ``pending`` are numbers of files and of tests in them."""

    name: str
    files: int
    tests: int
    legacy_files: int
    legacy_tests: int
    pending_files: int
    pending_tests: int


class Discovery(Struct, frozen=True):
    """``unread`` are files of tests that cannot be parsed, each with why: their tests are not counted."""

    files: tuple[TestFile, ...]
    unread: tuple[tuple[str, str], ...]

    def categories(self) -> tuple[Category, ...]:
        names = sorted({each.category for each in self.files})
        return tuple(
            _category(name, [each for each in self.files if each.category == name]) for name in names
        )

    def total(self) -> Category:
        return _category("all", self.files)


def discover(ground: Ground, compliance: Compliance) -> Discovery:
    """Every file that pytest would collect by its name, wherever it is."""
    touching = _touching(ground)
    pending = Counter(
        each.finding.location.path
        for each in compliance.of(Gate.LEGACY_USE)
        if each.status is not Status.SUPPRESSED
    )
    found: list[TestFile] = []
    unread: list[tuple[str, str]] = []
    for path in ground.found.files.listing:
        if _FILE.fullmatch(PurePosixPath(path).name):
            try:
                tests = _count(ground, path)
            except UNREADABLE as error:
                unread.append((path, why_unread(error)))
            else:
                found.append(
                    TestFile(path, _category_of(path, ground), tests, path in touching, pending[path])
                )
    return Discovery(tuple(found), tuple(unread))


def _category(name: str, files: Sequence[TestFile]) -> Category:
    legacy = [each for each in files if each.touches_legacy or each.pending]
    pending = [each for each in files if each.pending]
    parts = (files, legacy, pending)
    numbers = [number for part in parts for number in (len(part), sum(each.tests for each in part))]
    return Category(name, *numbers)


def _category_of(path: str, ground: Ground) -> str:
    """The folder below the first folder of tests."""
    folders = path.split("/")[:-1]
    areas = ground.found.files.areas
    for at in range(len(folders)):
        if areas.of_path("/".join(folders[: at + 1])) is Area.TESTS:
            return folders[at + 1] if at + 1 < len(folders) else TOP
    return TOP


def _touching(ground: Ground) -> frozenset[str]:
    """Files with a finding of the codemods, kept ones included, or a use of a second implementation."""
    legacy = {entry.symbol for entry in ground.classes(Group.LEGACY)}
    return frozenset(
        [path for path, _ in ground.report.findings()]
        + [use.location.path for use in ground.found.uses() if use.symbol in legacy]
    )


def _count(ground: Ground, path: str) -> int:
    return sum(1 for _ in _tests(parse(ground.found.files.source(path)).body))


def _tests(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """Functions called ``test…``, at the top or in a class that pytest collects."""
    for statement in block(body):
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
            if statement.name.startswith("test"):
                yield statement
        elif isinstance(statement, ast.ClassDef) and _is_collected(statement):
            yield from (each for each in statement.body if _is_test(each))


def _is_collected(node: ast.ClassDef) -> bool:
    """By its name, or because it is a test case of unittest, by the name of its base."""
    bases = (ast.unparse(base).rpartition(".")[2] for base in node.bases)
    return node.name.startswith("Test") or any(base.endswith("TestCase") for base in bases)


def _is_test(node: ast.stmt) -> bool:
    return isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name.startswith("test")
