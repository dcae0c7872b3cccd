"""State that outlives a request: what every user of a module or of a class shares."""

from enum import StrEnum

from msgspec import Struct

from migrate_engines.model.location import Location


class StateKind(StrEnum):
    """What kind of shared state it is.

    GLOBAL: a module-level name that functions bind anew.
    SINGLETON: such a name, or a class attribute, that functions bind to an object of a class of this tree.
    CONTAINER: a module-level container that functions change.
    INSTANCE: a module-level object of a class of this tree.
    LOCK: a lock, semaphore, event, queue or context variable at module or class level.
    CLASS_CONTAINER: a class attribute that is a container; it may be a constant: see ``writers``.
    CLASS_ATTRIBUTE: a class attribute that methods bind anew on the class.
    CACHE: a function or method whose results are kept.
    DEFAULT: a container as the default of a parameter.
    PATCHED: a class attribute that another module sets.
    """

    GLOBAL = "global"
    SINGLETON = "singleton"
    CONTAINER = "container"
    INSTANCE = "instance"
    LOCK = "lock"
    CLASS_CONTAINER = "class-container"
    CLASS_ATTRIBUTE = "class-attribute"
    CACHE = "cache"
    DEFAULT = "default"
    PATCHED = "patched"


class Writer(Struct, frozen=True):
    """A function that changes the state, and where."""

    function: str
    location: Location


class SharedState(Struct, frozen=True):
    """``owner`` is the dotted name of the module or the class; ``detail`` what the state is, as written.

    ``made`` is the dotted name of the class whose object it is; of a lock, that of the lock's class.
    """

    kind: StateKind
    owner: str
    name: str
    location: Location
    detail: str
    writers: tuple[Writer, ...] = ()
    made: str = ""

    @property
    def is_written(self) -> bool:
        """Whether something changes it after it was made: False for a container that may be a constant."""
        changes = self.kind not in (StateKind.CONTAINER, StateKind.CLASS_CONTAINER)
        return changes or bool(self.writers)
