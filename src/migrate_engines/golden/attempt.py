"""Runs over a tree in a temporary folder, as the command line's defaults would have it."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from msgspec import Struct

from migrate_engines.golden.folder import Tree, lay_out, read_tree
from migrate_engines.golden.line import FindingLine, lines_of
from migrate_engines.model.report import Report
from migrate_engines.model.result import Failed
from migrate_engines.model.rule import Codemod
from migrate_engines.running.request import Request
from migrate_engines.settings import Settings, load_settings
from migrate_engines.tree.index import SymbolIndex
from migrate_engines.tree.listing import list_files
from migrate_engines.tree.open import open_index


class RunFunction(Protocol):
    """What ``migrate_engines.running.run.run`` is."""

    def __call__(
        self,
        request: Request,
        settings: Settings,
        codemods: Sequence[Codemod],
        *,
        listing: Sequence[str] | None = None,
    ) -> Report: ...


class Attempt(Struct, frozen=True):
    """What one run left and said; ``index`` is of the tree as the run left it."""

    tree: Tree
    findings: tuple[FindingLine, ...]
    report: Report
    index: SymbolIndex

    @property
    def failed(self) -> tuple[Failed, ...]:
        return self.report.failed


def attempt(
    before: Tree, codemods: Sequence[Codemod], run: RunFunction, *, times: int = 1, is_backwards: bool = False
) -> list[Attempt]:
    """One run after another over the same folder; backwards, the files are read in the opposite order.

    Raises:
        InputError: the tree's own settings are wrong.
    """
    with TemporaryDirectory(prefix="golden-") as name:
        folder = Path(name).resolve()
        lay_out(before, folder)
        settings = _settings(folder, before)
        return [_one(settings, codemods, run, is_backwards) for _ in range(times)]


def _settings(folder: Path, before: Tree) -> Settings:
    """The tree's own, never those of a folder around it."""
    found = load_settings(folder) if "pyproject.toml" in before else None
    return found if found and found.root == folder else Settings(root=folder)


def _one(settings: Settings, codemods: Sequence[Codemod], run: RunFunction, is_backwards: bool) -> Attempt:
    listing = list_files(settings)[::-1] if is_backwards else None
    report = run(Request(keeps_journal=False), settings, codemods, listing=listing)
    return Attempt(read_tree(settings.root), lines_of(report), report, open_index(settings))
