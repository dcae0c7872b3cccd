"""From what was found in the files to the inventory."""

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from migrate_engines.inventory.area import Area
from migrate_engines.inventory.canonical import find_canonical
from migrate_engines.inventory.entries import alias_entries, class_entries, function_entries
from migrate_engines.inventory.entry import Entry, Group
from migrate_engines.inventory.found import Found
from migrate_engines.inventory.history import last_changes
from migrate_engines.inventory.inventory import Inventory, Maker, Unread
from migrate_engines.inventory.phantoms import phantom_entries
from migrate_engines.inventory.redirects import other_names
from migrate_engines.inventory.relations import relations
from migrate_engines.model.location import Location


def assemble(found: Found) -> Inventory:
    """Group, compare and count.

    Raises:
        InputError: a class that the settings name is not among the implementations.
    """
    uses = list(found.uses())
    canonical = find_canonical(found)
    names = other_names(found.files, found.plan, found.subjects.symbols, uses)
    entries = [
        *class_entries(found, canonical, names, uses),
        *function_entries(found, names, uses),
        *alias_entries(found, canonical, names, uses),
        *phantom_entries(found),
    ]
    entries.sort(key=lambda each: (list(Group).index(each.group), each.name, each.symbol))
    return Inventory(
        found.plan.patterns.patterns,
        canonical,
        tuple(_with_history(found, entries)),
        tuple(_makers(found)),
        relations(entries, uses, found.wishes()),
        tuple(_unread(found)),
        len(found.files.listing),
        len(found.files.contents),
        _places((name, place) for name, place in _elsewhere(found)),
        _places((wish.target, wish.location) for wish in found.wishes() if wish.is_outside),
    )


def _with_history(found: Found, entries: list[Entry]) -> Iterator[Entry]:
    paths = {entry.location.path for entry in entries if entry.location}
    changes = last_changes(found.settings.root, paths)
    for entry in entries:
        yield replace(entry, change=changes.get(entry.location.path) if entry.location else None)


def _makers(found: Found) -> Iterator[Maker]:
    for path in found.files.in_area(Area.PRODUCTION):
        if path in found.scans:
            yield from found.scans[path].makers


def _unread(found: Found) -> Iterator[Unread]:
    for path, message in sorted(found.files.unread.items()):
        lines = found.files.class_lines(path)
        yield Unread(path, message, tuple(each for each in lines if found.plan.patterns.match(each[0])))


def _elsewhere(found: Found) -> Iterator[tuple[str, Location]]:
    for path, scan in found.scans.items():
        if found.files.areas.of_path(path) is not Area.PRODUCTION:
            yield from scan.classes


def _places(pairs: Iterable[tuple[str, Location]]) -> tuple[tuple[str, tuple[Location, ...]], ...]:
    """The locations of each name; names in alphabetical order."""
    places: dict[str, list[Location]] = {}
    for name, location in pairs:
        places.setdefault(name, []).append(location)
    return tuple((name, tuple(found)) for name, found in sorted(places.items()))
