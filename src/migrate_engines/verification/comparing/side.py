"""One of the two trees, read once for all checks."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from migrate_engines.compliance.baseline import Baseline
from migrate_engines.compliance.check import judge_ground, open_ground
from migrate_engines.compliance.finding import GateFinding
from migrate_engines.compliance.ground import Ground
from migrate_engines.compliance.names import without_missing
from migrate_engines.inventory.plan import concerned
from migrate_engines.model.finding import Finding
from migrate_engines.model.report import Mode
from migrate_engines.model.rule import Codemod
from migrate_engines.running.request import Request
from migrate_engines.running.run import Watch, run
from migrate_engines.settings import Settings
from migrate_engines.tree.import_graph import ImportGraph
from migrate_engines.tree.index import SymbolIndex
from migrate_engines.tree.listing import list_files
from migrate_engines.tree.open import open_index


class Side(Struct, frozen=True):
    """
    Attributes:
        standing: what the gates find and no comment suppresses, whatever the baseline knows.
        findings: what the codemods find, with the path of each.
    """

    settings: Settings
    codemods: Sequence[Codemod]
    listing: tuple[str, ...]
    ground: Ground
    standing: tuple[GateFinding, ...]
    findings: tuple[tuple[str, Finding], ...]

    @property
    def root(self) -> Path:
        return self.settings.root

    @property
    def graph(self) -> ImportGraph:
        return self.ground.graph

    @property
    def index(self) -> SymbolIndex:
        return self.graph.index

    def modules(self, paths: frozenset[str]) -> list[str]:
        """The modules of those of the files that this tree has."""
        return sorted(self.index.modules.module_of(path) for path in paths.intersection(self.listing))


class Pair(Struct, frozen=True):
    """The tree before and after.

    Attributes:
        touched: paths of the files that differ.
        renamed: old paths of files that only moved, with their new ones.
    """

    before: Side
    after: Side
    touched: frozenset[str]
    renamed: Mapping[str, str] = field(default_factory=dict)

    @property
    def touched_modules(self) -> frozenset[str]:
        return frozenset([*self.before.modules(self.touched), *self.after.modules(self.touched)])


def open_side(settings: Settings, codemods: Sequence[Codemod], watch: Watch, *, is_before: bool) -> Side:
    """Read the tree at the settings' root. Nothing is written.

    Raises:
        InputError: a setting cannot be used. What it names may be missing in the tree before.
    """
    listing = list_files(settings)
    if is_before:
        rules = without_missing(settings.compliance, open_index(settings, listing))
        settings = replace(settings, compliance=rules)
    ground = open_ground(settings, codemods, listing, watch)
    standing = judge_ground(settings, ground, listing, Baseline(Counter())).standing
    return Side(
        settings, codemods, listing, ground, standing, _findings(settings, codemods, listing, ground, watch)
    )


def _findings(
    settings: Settings, codemods: Sequence[Codemod], listing: Sequence[str], ground: Ground, watch: Watch
) -> tuple[tuple[str, Finding], ...]:
    """Those of the gates' own run, and those of codemods of another consolidation."""
    own = {each.name for each in concerned(settings.inventory, codemods)}
    asked = {each.name for each in codemods if not each.on_request} | set(settings.extend_select)
    found = list(ground.report.findings())
    if others := asked - own:
        request = Request(mode=Mode.CHECK, unsafe=settings.unsafe, select=tuple(sorted(others)))
        found += run(request, settings, codemods, listing=listing, watch=watch).findings()
    return tuple(found)


def touched_paths(before: Path, after: Path, listings: tuple[Sequence[str], Sequence[str]]) -> frozenset[str]:
    """The files of two trees that differ, or are in one of them only."""
    old, new = map(frozenset, listings)
    return frozenset(path for path in old & new if _differ(before / path, after / path)) | (old ^ new)


def _differ(old: Path, new: Path) -> bool:
    try:
        return old.read_bytes() != new.read_bytes()
    except OSError:
        return True  # the check that reads it will say why it cannot
