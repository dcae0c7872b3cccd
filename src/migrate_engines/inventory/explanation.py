"""What a name that was asked for turned out to be."""

from dataclasses import dataclass
from enum import StrEnum

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


@dataclass(frozen=True, slots=True)
class Meaning:
    """One thing that a name means."""

    kind: NameKind
    text: str
    locations: tuple[Location, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A name that was asked for, and everything that it means, the most telling first."""

    name: str
    meanings: tuple[Meaning, ...]
