"""What the inventory says about one implementation."""

from enum import StrEnum

from msgspec import Struct

from migrate_engines.facts.classes import ClassFacts
from migrate_engines.facts.signatures import Comparison
from migrate_engines.facts.state import SharedState
from migrate_engines.inventory.area import Area
from migrate_engines.model.finding import UseKind
from migrate_engines.model.location import Location
from migrate_engines.model.rule import Signature


class Group(StrEnum):
    """What an implementation really is."""

    PRIMARY = "primary"
    ADAPTER = "adapter"
    FACTORY = "factory"
    LEGACY = "legacy"
    REDIRECT = "redirect"
    INTERFACE = "interface"
    SPECIALISED = "specialised"
    EXTENSION = "extension"
    ERROR = "error"
    DATA = "data"
    PHANTOM = "phantom"


class EntryKind(StrEnum):
    """What stands behind the name: a class or function statement, another name for one, or nothing."""

    CLASS = "class"
    FUNCTION = "function"
    ALIAS = "alias"
    PHANTOM = "phantom"


class Reference(Struct, frozen=True):
    """One use of a name at one place; ``is_call`` where it is called, or a method is called on it."""

    location: Location
    kind: UseKind
    area: Area
    is_call: bool


class Usage(Struct, frozen=True):
    """Every use of a name, in the order of the files."""

    references: tuple[Reference, ...] = ()

    def importers(self, area: Area) -> tuple[str, ...]:
        """The files that import it."""
        paths = (each.location.path for each in self.references if each.kind is UseKind.IMPORT)
        return tuple(dict.fromkeys(path for path in paths if self._is_in(path, area)))

    def calls(self, area: Area) -> tuple[Location, ...]:
        """Where it, or a method of it, is called."""
        return tuple(each.location for each in self.references if each.is_call and each.area is area)

    def mentions(self, area: Area) -> tuple[Location, ...]:
        """Strings that name it."""
        named = (each for each in self.references if each.kind is UseKind.STRING)
        return tuple(each.location for each in named if each.area is area)

    def _is_in(self, path: str, area: Area) -> bool:
        return any(each.area is area for each in self.references if each.location.path == path)


class MethodChange(StrEnum):
    MISSING = "missing"
    EXTRA = "extra"
    SIGNATURE = "signature"
    ASYNC = "async"
    KIND = "kind"


class MethodDifference(Struct, frozen=True):
    """How one public method differs from that of the canonical class."""

    change: MethodChange
    method: str
    text: str
    location: Location | None


class Duplication(Struct, frozen=True):
    """How many of the class's statements are repeated elsewhere; ``partners`` are (symbol, statements)."""

    statements: int = 0
    repeated: int = 0
    partners: tuple[tuple[str, int], ...] = ()

    @property
    def share(self) -> float:
        return self.repeated / self.statements if self.statements else 0.0


class LastChange(Struct, frozen=True):
    """The newest commit that changed the file; ``date`` as ``2025-09-12``."""

    commit: str
    date: str
    subject: str


class Entry(Struct, frozen=True):
    """One competing implementation.

    Attributes:
        symbol: its dotted name.
        location: where it is defined or bound; None for a phantom.
        end_line: the last line of its statement.
        evidence: why it is in its group, one sentence each, the decisive one first.
        facts: of a class; None for everything else.
        signature: what it takes; of an alias, what its target takes.
        target: what an alias stands for.
        compared: with the canonical signature; None where there is nothing to compare.
        methods: how the public methods differ from the canonical class's.
        patched: its attributes that other modules set.
        aliases: other dotted names of it that the tree uses.
        declared_by: the codemods that speak of it.
    """

    symbol: str
    kind: EntryKind
    group: Group
    evidence: tuple[str, ...]
    location: Location | None = None
    end_line: int = 0
    facts: ClassFacts | None = None
    signature: Signature | None = None
    target: str | None = None
    compared: Comparison | None = None
    methods: tuple[MethodDifference, ...] = ()
    duplication: Duplication = Duplication()
    usage: Usage = Usage()
    patched: tuple[SharedState, ...] = ()
    aliases: tuple[str, ...] = ()
    declared_by: tuple[str, ...] = ()
    change: LastChange | None = None

    @property
    def name(self) -> str:
        return self.symbol.rpartition(".")[2]

    @property
    def state(self) -> tuple[SharedState, ...]:
        return (*(self.facts.state if self.facts else ()), *self.patched)

    @property
    def written_state(self) -> tuple[SharedState, ...]:
        return tuple(each for each in self.state if each.is_written)

    def changes(self, *kinds: MethodChange) -> tuple[MethodDifference, ...]:
        return tuple(each for each in self.methods if each.change in kinds)
