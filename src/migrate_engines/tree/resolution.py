"""What a dotted name turned out to be."""

from enum import Enum

from msgspec import Struct


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


class Resolution(Struct, frozen=True):
    """``canonical`` is the dotted name of the definition; ``chain`` the names passed on the way there.

    ``meanings`` are the definitions that an ambiguous name may have.
    """

    canonical: str
    kind: ObjectKind
    chain: tuple[str, ...]
    meanings: tuple[str, ...] = ()
