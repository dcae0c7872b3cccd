"""How implementations depend on each other."""

from dataclasses import dataclass
from enum import StrEnum

from migrate_engines.model.location import Location


class RelationKind(StrEnum):
    """From the strongest to the weakest."""

    REDIRECTS = "redirects"
    DERIVES = "derives"
    DELEGATES = "delegates"
    CONSTRUCTS = "constructs"
    REFERS = "refers"


@dataclass(frozen=True, slots=True, order=True)
class Relation:
    """``source`` stands in a relation to ``target``; both are symbols of entries."""

    source: str
    target: str
    kind: RelationKind
    location: Location
