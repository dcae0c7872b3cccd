"""What a dotted name turned out to be."""

from dataclasses import dataclass
from enum import Enum


class ObjectKind(Enum):
    """What a dotted name turned out to be."""

    MODULE = "module"
    CLASS = "class"
    FUNCTION = "function"
    ATTRIBUTE = "attribute"
    VALUE = "value"
    MISSING = "missing"
    AMBIGUOUS = "ambiguous"
    EXTERNAL = "external"


@dataclass(frozen=True, slots=True)
class Resolution:
    """``canonical`` is the dotted name of the definition; ``chain`` the names passed on the way there.

    ``meanings`` are the definitions that an ambiguous name may have.
    """

    canonical: str
    kind: ObjectKind
    chain: tuple[str, ...]
    meanings: tuple[str, ...] = ()
