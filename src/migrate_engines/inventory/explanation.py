"""What a name that was asked for turned out to be."""

from enum import StrEnum

from msgspec import Struct

from migrate_engines.model.location import Location


class NameKind(StrEnum):
    REAL = "real"
    REDIRECT = "redirect"
    PHANTOM = "phantom"
    DOCSTRING = "docstring"
    COMMENT = "comment"
    STRING = "string"
    CODE = "code"
    UNKNOWN = "unknown"


class Meaning(Struct, frozen=True):
    """One thing that a name means."""

    kind: NameKind
    text: str
    locations: tuple[Location, ...]


class Explanation(Struct, frozen=True):
    """A name that was asked for, and everything that it means, the most telling first."""

    name: str
    meanings: tuple[Meaning, ...]
