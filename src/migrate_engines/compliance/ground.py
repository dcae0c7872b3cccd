"""Everything that the gates judge by."""

from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase

from msgspec import Struct

from migrate_engines.inventory.entry import Entry, EntryKind, Group
from migrate_engines.inventory.found import Found
from migrate_engines.inventory.inventory import Inventory
from migrate_engines.inventory.subjects import ModuleReader
from migrate_engines.model.report import Report
from migrate_engines.model.rule import Codemod
from migrate_engines.settings import ComplianceSettings
from migrate_engines.tree.import_graph import ImportGraph
from migrate_engines.tree.index import SymbolIndex

# What is never built in place of the canonical class.
NOT_BUILT = frozenset([Group.ERROR, Group.DATA, Group.INTERFACE, Group.PHANTOM])
# What stands in a domain of its own.
ELSEWHERE = frozenset([Group.SPECIALISED, Group.PRIMARY])


class Ground(Struct, frozen=True):
    """``report`` is what the codemods find in the same tree; nothing was written."""

    settings: ComplianceSettings
    codemods: Sequence[Codemod]
    found: Found
    inventory: Inventory
    graph: ImportGraph
    report: Report

    @property
    def index(self) -> SymbolIndex:
        return self.found.files.index

    @property
    def reader(self) -> ModuleReader:
        return ModuleReader(self.found.files, self.found.subjects.modules)

    @property
    def canonical(self) -> str:
        """The symbol of the canonical class; "" where there is none."""
        return self.inventory.canonical.symbol if self.inventory.canonical else ""

    def classes(self, *groups: Group) -> Iterator[Entry]:
        """The class statements of these groups; of all groups where none is named."""
        for entry in self.inventory.entries:
            if entry.kind is EntryKind.CLASS and (not groups or entry.group in groups):
                yield entry

    def is_allowed(self, symbol: str) -> bool:
        """Whether a class may stay: by the allow-list, whatever else it may do there."""
        rules = self.settings
        return fits(symbol, (*rules.allowed, *rules.adapters, *rules.factories))

    def is_other(self, symbol: str) -> bool:
        """Whether a symbol is an implementation that may not be used in place of the canonical class."""
        entry = self.inventory.entry(symbol)
        is_one = entry is not None and entry.group in (Group.LEGACY, Group.ADAPTER, Group.REDIRECT)
        return is_one and symbol != self.canonical and not self.is_allowed(symbol)


def fits(symbol: str, patterns: Iterable[str]) -> bool:
    """Whether one of the dotted names, which may be patterns, is the symbol."""
    plain = symbol.partition("#")[0]
    return any(fnmatchcase(plain, each) for each in patterns)
