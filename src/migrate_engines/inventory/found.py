"""Everything that was found in the files, before it is put together."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from migrate_engines.facts.classes import ClassFacts
from migrate_engines.inventory.area import Area
from migrate_engines.inventory.entry import Reference, Usage
from migrate_engines.inventory.plan import Plan
from migrate_engines.inventory.reading import Files
from migrate_engines.inventory.scan import FileScan, FoundUse, Wish
from migrate_engines.inventory.subjects import Subjects
from migrate_engines.settings import Settings


class Found(Struct, frozen=True):
    """``facts`` by symbol, ``scans`` by path, in the order of the paths."""

    settings: Settings
    plan: Plan
    files: Files
    subjects: Subjects
    facts: Mapping[str, ClassFacts]
    scans: Mapping[str, FileScan]

    def uses(self) -> Iterator[FoundUse]:
        for scan in self.scans.values():
            yield from scan.uses

    def wishes(self) -> Iterator[Wish]:
        for scan in self.scans.values():
            yield from scan.wishes

    def area(self, each: FoundUse | Wish) -> Area:
        return self.files.areas.of_path(each.location.path)

    def usage(self, uses: Iterator[FoundUse]) -> Usage:
        return Usage(tuple(Reference(use.location, use.kind, self.area(use), use.is_call) for use in uses))

    def declaring(self, symbol: str) -> tuple[str, ...]:
        """The codemods that speak of a symbol, under whatever name of it."""
        index = self.files.index
        names = (each for each in self.plan.declared if symbol in (each, index.canonical(each)))
        return tuple(dict.fromkeys(codemod for name in names for codemod in self.plan.declared[name]))
