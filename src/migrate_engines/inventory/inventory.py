"""Everything that the inventory says."""

from collections.abc import Iterator

from msgspec import Struct

from migrate_engines.inventory.entry import Entry, EntryKind, Group
from migrate_engines.inventory.explanation import Explanation
from migrate_engines.inventory.relation import Relation
from migrate_engines.model.location import Location
from migrate_engines.model.rule import Signature

COMPETING = (Group.PRIMARY, Group.ADAPTER, Group.FACTORY, Group.LEGACY)
"""The groups of what does the one job: the others are of another domain, or do none."""


class Maker(Struct, frozen=True):
    """A function of production code that hands out objects of implementations."""

    symbol: str
    location: Location
    is_async: bool
    signature: Signature
    makes: tuple[str, ...]
    evidence: str


class Canonical(Struct, frozen=True):
    """What the others are compared with; ``source`` says where that was learned."""

    symbol: str
    source: str
    signatures: tuple[Signature, ...] = ()
    signature_source: str = ""


class Unread(Struct, frozen=True):
    """A file that could not be read or parsed; ``defines`` are matching classes by its text."""

    path: str
    message: str
    defines: tuple[tuple[str, int], ...] = ()


class Inventory(Struct, frozen=True):
    """Entries are ordered by group, then by name and place.

    Attributes:
        files_scanned: every Python file of the tree; ``files_read`` are those that hold a matching word.
        others: classes of matching names outside production code, by name, with their places.
        outside: matching names that are imported from outside this tree, with where.
    """

    patterns: tuple[str, ...]
    canonical: Canonical | None
    entries: tuple[Entry, ...]
    makers: tuple[Maker, ...]
    relations: tuple[Relation, ...]
    unread: tuple[Unread, ...]
    files_scanned: int
    files_read: int
    others: tuple[tuple[str, tuple[Location, ...]], ...] = ()
    outside: tuple[tuple[str, tuple[Location, ...]], ...] = ()
    explanations: tuple[Explanation, ...] = ()

    def entry(self, symbol: str) -> Entry | None:
        return next((each for each in self.entries if each.symbol == symbol), None)

    def competing(self) -> dict[Group, tuple[str, ...]]:
        """The class names with an implementation of their own, each once, by the first group that has it."""
        found: dict[str, Group] = {}
        for group in COMPETING:
            for each in self.entries:
                if each.group is group and each.kind is EntryKind.CLASS:
                    found.setdefault(each.name, group)
        return {group: tuple(name for name, own in found.items() if own is group) for group in COMPETING}

    def groups(self) -> Iterator[tuple[Group, tuple[Entry, ...]]]:
        """The groups that have entries."""
        for group in Group:
            if found := tuple(each for each in self.entries if each.group is group):
                yield group, found
