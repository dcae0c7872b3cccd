"""How implementations depend on each other."""

from enum import StrEnum

from msgspec import Struct

from migrate_engines.model.location import Location


class RelationKind(StrEnum):
    """From the strongest to the weakest."""

    REDIRECTS = "redirects"
    DERIVES = "derives"
    DELEGATES = "delegates"
    CONSTRUCTS = "constructs"
    REFERS = "refers"


class Relation(Struct, frozen=True, order=True):
    """``source`` stands in a relation to ``target``; both are symbols of entries."""

    source: str
    target: str
    kind: RelationKind
    location: Location
