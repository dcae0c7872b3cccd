"""Who derives from, delegates to, constructs, redirects to or refers to whom among the entries."""

from collections.abc import Iterable, Iterator, Sequence

from migrate_engines.inventory.entry import Entry, EntryKind
from migrate_engines.inventory.relation import Relation, RelationKind
from migrate_engines.inventory.scan import FoundUse, Wish
from migrate_engines.model.location import Location


def relations(
    entries: Sequence[Entry], uses: Iterable[FoundUse], wishes: Iterable[Wish]
) -> tuple[Relation, ...]:
    """Each relation once, with the first place that shows it; ordered by source, target and kind."""
    known = {entry.symbol: entry for entry in entries}
    found: dict[tuple[str, str, RelationKind], Relation] = {}
    for relation in (*_stated(known), *_referring(entries, uses, wishes)):
        key = (relation.source, relation.target, relation.kind)
        is_own = relation.source == relation.target
        if relation.target in known and not is_own and (key not in found or relation < found[key]):
            found[key] = relation
    strong = {(source, target) for source, target, kind in found if kind is not RelationKind.REFERS}
    kept = [
        each
        for each in found.values()
        if each.kind is not RelationKind.REFERS or (each.source, each.target) not in strong
    ]
    order = list(RelationKind)
    return tuple(sorted(kept, key=lambda each: (each.source, each.target, order.index(each.kind))))


def _stated(known: dict[str, Entry]) -> Iterator[Relation]:
    for entry in known.values():
        source, location = entry.symbol, entry.location
        if entry.target and location:
            yield Relation(source, entry.target, RelationKind.REDIRECTS, location)
        if entry.facts is None:
            continue
        for base in entry.facts.lineage.bases:
            yield Relation(source, base, RelationKind.DERIVES, entry.facts.location)
        for made in entry.facts.constructions:
            yield Relation(source, made.symbol, RelationKind.CONSTRUCTS, made.location)
        forwarded = {each.attribute for each in entry.facts.delegation.forwards}
        for held in entry.facts.delegation.held:
            for symbol in held.types if held.attribute in forwarded else ():
                yield Relation(source, symbol, RelationKind.DELEGATES, held.location)


def _referring(
    entries: Sequence[Entry], uses: Iterable[FoundUse], wishes: Iterable[Wish]
) -> Iterator[Relation]:
    in_file: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.location and entry.kind is not EntryKind.ALIAS:
            in_file.setdefault(entry.location.path, []).append(entry)
    for use in uses:
        for entry in _around(in_file.get(use.location.path, []), use.location):
            yield Relation(entry.symbol, use.symbol, RelationKind.REFERS, use.location)
    for wish in wishes:
        here = in_file.get(wish.location.path, [])
        for entry in list(_around(here, wish.location)) or here:
            yield Relation(entry.symbol, wish.target, RelationKind.REFERS, wish.location)


def _around(entries: Iterable[Entry], location: Location) -> Iterator[Entry]:
    """The entries whose statement holds the line."""
    for entry in entries:
        if entry.location and entry.location.line <= location.line <= entry.end_line:
            yield entry
