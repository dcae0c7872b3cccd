"""What is to be said about one line of a file."""

from msgspec import Struct

from migrate_engines.model.finding import Finding


class Station(Struct, frozen=True):
    """One name on the way to a definition; ``place`` is ``path:line``, None outside the tree.

    ``is_local`` says that it is a name of the file itself, and the place is the line that binds it.
    """

    dotted: str
    place: str | None
    is_local: bool = False


class Explained(Struct, frozen=True):
    """A finding with the way to its definition, and what would be written in its place.

    ``diff`` is that of the lines around it; empty where nothing would change there.
    """

    finding: Finding
    way: tuple[Station, ...]
    diff: str


class OtherName(Struct, frozen=True):
    """A name on the line that is no legacy symbol: what it is, and where it is bound."""

    name: str
    column: int
    told: str


class Explanation(Struct, frozen=True):
    """``nearest`` are the lines of the file that have findings, where this one has none.

    ``unread`` says why a run knows nothing of the file: it failed, is skipped, or is none of its files.
    """

    path: str
    line: int
    explained: tuple[Explained, ...]
    others: tuple[OtherName, ...]
    nearest: tuple[int, ...]
    unread: str | None = None
