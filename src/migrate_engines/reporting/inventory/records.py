"""The shapes of the inventory's JSON."""

import msgspec

from migrate_engines.inventory.entry import LastChange


class PlaceRecord(msgspec.Struct, frozen=True):
    path: str
    line: int


class PlacesRecord(msgspec.Struct, frozen=True):
    name: str
    places: list[PlaceRecord]


class CanonicalRecord(msgspec.Struct, frozen=True):
    symbol: str
    source: str
    signatures: list[str]
    signature_source: str


class SummaryRecord(msgspec.Struct, frozen=True):
    files_scanned: int
    files_read: int
    files_failed: int
    classes: int
    functions: int
    redirects: int
    phantoms: int
    groups: dict[str, int]
    competing: dict[str, list[str]]


class DifferenceRecord(msgspec.Struct, frozen=True):
    parameter: str
    message: str
    unseen: bool


class ConstructorRecord(msgspec.Struct, frozen=True):
    """``verdict`` is null where nothing is compared, ``signature`` where it cannot be seen."""

    signature: str | None
    note: str
    place: PlaceRecord | None
    verdict: str | None
    differences: list[DifferenceRecord]


class MethodRecord(msgspec.Struct, frozen=True, rename={"is_async": "async", "is_abstract": "abstract"}):
    name: str
    owner: str
    kind: str
    is_async: bool
    is_abstract: bool
    signature: str
    place: PlaceRecord


class InterfaceRecord(msgspec.Struct, frozen=True):
    change: str
    method: str
    message: str
    place: PlaceRecord | None


class WriterRecord(msgspec.Struct, frozen=True):
    function: str
    place: PlaceRecord


class StateRecord(msgspec.Struct, frozen=True):
    kind: str
    owner: str
    name: str
    detail: str
    written: bool
    place: PlaceRecord
    writers: list[WriterRecord]


class EmissionRecord(msgspec.Struct, frozen=True):
    function: str
    receiver: str
    called: str
    channel: str | None
    place: PlaceRecord


class HeldRecord(msgspec.Struct, frozen=True):
    attribute: str
    origin: str
    source: str
    types: list[str]
    place: PlaceRecord


class ForwardRecord(msgspec.Struct, frozen=True):
    method: str
    attribute: str
    called: str
    pure: bool
    place: PlaceRecord


class DelegationRecord(msgspec.Struct, frozen=True):
    held: list[HeldRecord]
    forwards: list[ForwardRecord]
    considered: list[str]
    pure_share: float


class ConstructionRecord(msgspec.Struct, frozen=True):
    function: str
    symbol: str
    returned: bool
    place: PlaceRecord


class PartnerRecord(msgspec.Struct, frozen=True):
    symbol: str
    statements: int


class DuplicationRecord(msgspec.Struct, frozen=True):
    statements: int
    repeated: int
    share: float
    partners: list[PartnerRecord]


class UsageRecord(msgspec.Struct, frozen=True):
    """``uses`` counts every reference, imports and calls included."""

    importers: int
    calls: int
    uses: int
    importing_files: list[str]
    call_sites: list[PlaceRecord]
    strings: list[PlaceRecord]


class EntryRecord(msgspec.Struct, frozen=True):
    symbol: str
    name: str
    kind: str
    group: str
    evidence: list[str]
    place: PlaceRecord | None
    end_line: int | None
    target: str | None
    aliases: list[str]
    declared_by: list[str]
    bases: list[str]
    constructor: ConstructorRecord | None
    methods: list[MethodRecord]
    interface: list[InterfaceRecord]
    state: list[StateRecord]
    emissions: list[EmissionRecord]
    delegation: DelegationRecord | None
    constructions: list[ConstructionRecord]
    duplication: DuplicationRecord
    uses: dict[str, UsageRecord]
    last_change: LastChange | None


class MakerRecord(msgspec.Struct, frozen=True, rename={"is_async": "async"}):
    symbol: str
    place: PlaceRecord
    is_async: bool
    signature: str
    makes: list[str]
    evidence: str


class RelationRecord(msgspec.Struct, frozen=True):
    source: str
    target: str
    kind: str
    place: PlaceRecord


class UnreadRecord(msgspec.Struct, frozen=True):
    path: str
    message: str
    defines: list[str]


class MeaningRecord(msgspec.Struct, frozen=True):
    kind: str
    message: str
    places: list[PlaceRecord]


class NameRecord(msgspec.Struct, frozen=True):
    name: str
    meanings: list[MeaningRecord]


class InventoryRecord(msgspec.Struct, frozen=True):
    schema_version: int
    tool_version: str
    patterns: list[str]
    canonical: CanonicalRecord | None
    summary: SummaryRecord
    entries: list[EntryRecord]
    makers: list[MakerRecord]
    relations: list[RelationRecord]
    unread: list[UnreadRecord]
    elsewhere: list[PlacesRecord]
    outside: list[PlacesRecord]
    names: list[NameRecord]
