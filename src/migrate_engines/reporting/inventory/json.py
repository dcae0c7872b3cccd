"""The inventory as JSON, stable from the first release: later versions only add keys."""

from collections import Counter
from collections.abc import Iterable

import msgspec

from migrate_engines import __version__
from migrate_engines.facts.classes import ClassFacts
from migrate_engines.facts.methods import Method
from migrate_engines.facts.state import SharedState
from migrate_engines.inventory.area import Area
from migrate_engines.inventory.entry import Entry
from migrate_engines.inventory.explanation import Explanation
from migrate_engines.inventory.inventory import Canonical, Inventory
from migrate_engines.model.location import Location
from migrate_engines.reporting.inventory.records import (
    CanonicalRecord,
    ConstructionRecord,
    ConstructorRecord,
    DelegationRecord,
    DifferenceRecord,
    DuplicationRecord,
    EmissionRecord,
    EntryRecord,
    ForwardRecord,
    HeldRecord,
    InterfaceRecord,
    InventoryRecord,
    MakerRecord,
    MeaningRecord,
    MethodRecord,
    NameRecord,
    PartnerRecord,
    PlaceRecord,
    PlacesRecord,
    RelationRecord,
    StateRecord,
    SummaryRecord,
    UnreadRecord,
    UsageRecord,
    WriterRecord,
)
from migrate_engines.reporting.json import encodable

SCHEMA_VERSION = 1


def render_inventory_json(inventory: Inventory) -> bytes:
    """Everything that is known, each fact with its place."""
    record = InventoryRecord(
        schema_version=SCHEMA_VERSION,
        tool_version=__version__,
        patterns=list(inventory.patterns),
        canonical=_canonical(inventory.canonical) if inventory.canonical else None,
        summary=_summary(inventory),
        entries=[_entry(each) for each in inventory.entries],
        makers=[
            MakerRecord(
                each.symbol,
                _place(each.location),
                each.is_async,
                str(each.signature),
                list(each.makes),
                each.evidence,
            )
            for each in inventory.makers
        ],
        relations=[
            RelationRecord(each.source, each.target, each.kind, _place(each.location))
            for each in inventory.relations
        ],
        unread=[
            UnreadRecord(encodable(each.path), encodable(each.message), [name for name, _ in each.defines])
            for each in inventory.unread
        ],
        elsewhere=[PlacesRecord(name, _places(found)) for name, found in inventory.others],
        outside=[PlacesRecord(name, _places(found)) for name, found in inventory.outside],
        names=[_explanation(each) for each in inventory.explanations],
    )
    return msgspec.json.format(msgspec.json.encode(record), indent=2) + b"\n"


def _summary(inventory: Inventory) -> SummaryRecord:
    kinds = Counter(str(entry.kind) for entry in inventory.entries)
    return SummaryRecord(
        files_scanned=inventory.files_scanned,
        files_read=inventory.files_read,
        files_failed=len(inventory.unread),
        classes=kinds["class"],
        functions=kinds["function"],
        redirects=kinds["alias"],
        phantoms=kinds["phantom"],
        groups={str(group): len(entries) for group, entries in inventory.groups()},
        competing={str(group): list(names) for group, names in inventory.competing().items()},
    )


def _canonical(canonical: Canonical) -> CanonicalRecord:
    return CanonicalRecord(
        canonical.symbol, canonical.source, list(map(str, canonical.signatures)), canonical.signature_source
    )


def _entry(entry: Entry) -> EntryRecord:
    facts = entry.facts
    return EntryRecord(
        symbol=entry.symbol,
        name=entry.name,
        kind=entry.kind,
        group=entry.group,
        evidence=[encodable(each) for each in entry.evidence],
        place=_place(entry.location) if entry.location else None,
        end_line=entry.end_line or None,
        target=entry.target,
        aliases=list(entry.aliases),
        declared_by=list(entry.declared_by),
        bases=list(facts.lineage.bases) if facts else [],
        constructor=_constructor(entry),
        methods=[_method(each) for each in (*facts.methods, *facts.inherited)] if facts else [],
        interface=[
            InterfaceRecord(
                each.change, each.method, each.text, _place(each.location) if each.location else None
            )
            for each in entry.methods
        ],
        state=[_state(each) for each in entry.state],
        emissions=_emissions(facts) if facts else [],
        delegation=_delegation(facts) if facts else None,
        constructions=[
            ConstructionRecord(each.function, each.symbol, each.is_returned, _place(each.location))
            for each in (facts.constructions if facts else ())
        ],
        duplication=DuplicationRecord(
            entry.duplication.statements,
            entry.duplication.repeated,
            round(entry.duplication.share, 3),
            [PartnerRecord(*each) for each in entry.duplication.partners],
        ),
        uses={str(area): _usage(entry, area) for area in Area},
        last_change=entry.change,
    )


def _constructor(entry: Entry) -> ConstructorRecord | None:
    if entry.signature is None and entry.facts is None:
        return None
    constructor = entry.facts.constructor if entry.facts else None
    compared = entry.compared
    return ConstructorRecord(
        signature=None if entry.signature is None else str(entry.signature),
        note=constructor.note if constructor else "",
        place=_place(constructor.location) if constructor and constructor.location else None,
        verdict=compared.verdict if compared else None,
        differences=[
            DifferenceRecord(each.parameter, each.text, each.is_unseen)
            for each in (compared.differences if compared else ())
        ],
    )


def _method(each: Method) -> MethodRecord:
    return MethodRecord(
        each.name,
        each.owner,
        each.kind,
        each.is_async,
        each.is_abstract,
        str(each.signature),
        _place(each.location),
    )


def _state(each: SharedState) -> StateRecord:
    writers = [WriterRecord(writer.function, _place(writer.location)) for writer in each.writers]
    return StateRecord(
        each.kind, each.owner, each.name, each.detail, each.is_written, _place(each.location), writers
    )


def _emissions(facts: ClassFacts) -> list[EmissionRecord]:
    return [
        EmissionRecord(each.function, each.receiver, each.called, each.channel, _place(each.location))
        for each in facts.emissions
    ]


def _delegation(facts: ClassFacts) -> DelegationRecord:
    delegation = facts.delegation
    return DelegationRecord(
        held=[
            HeldRecord(each.attribute, each.origin, each.source, list(each.types), _place(each.location))
            for each in delegation.held
        ],
        forwards=[
            ForwardRecord(each.method, each.attribute, each.called, each.is_pure, _place(each.location))
            for each in delegation.forwards
        ],
        considered=list(delegation.considered),
        pure_share=round(delegation.pure_share, 3),
    )


def _usage(entry: Entry, area: Area) -> UsageRecord:
    calls, mentions = entry.usage.calls(area), entry.usage.mentions(area)
    importers = entry.usage.importers(area)
    total = sum(each.area is area for each in entry.usage.references)
    return UsageRecord(
        len(importers), len(calls), total, list(map(encodable, importers)), _places(calls), _places(mentions)
    )


def _explanation(explanation: Explanation) -> NameRecord:
    meanings = [
        MeaningRecord(each.kind, encodable(each.text), _places(each.locations))
        for each in explanation.meanings
    ]
    return NameRecord(encodable(explanation.name), meanings)


def _places(locations: Iterable[Location]) -> list[PlaceRecord]:
    return [_place(each) for each in locations]


def _place(location: Location) -> PlaceRecord:
    return PlaceRecord(encodable(location.path), location.line)
