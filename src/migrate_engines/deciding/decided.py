"""One file decided, all but what depends on the other files: picklable, without tree nodes."""

from msgspec import Struct

from migrate_engines.emitting.openings import Opening
from migrate_engines.model.edit import Edit
from migrate_engines.model.finding import Finding, Outcome
from migrate_engines.model.reason import Reason
from migrate_engines.model.span import Span
from migrate_engines.tree.source import SourceFile


class Held(Struct, frozen=True):
    """Why an import stays as it is."""

    outcome: Outcome
    reason: Reason
    told: str


class ImportedAlias(Struct, frozen=True):
    """One alias of an import statement.

    Attributes:
        written: as in the statement, ``Name`` or ``package.module``.
        local: the name that it binds.
        target: the absolute dotted name that it stands for.
        symbol: the canonical name of that.
        is_wanted: whether a finding is due.
        is_module: a redirected module, not a name from one.
        was_used: an applied rewrite no longer reads it.
        is_used: something still reads it.
        protected: why it must stay even where nothing reads it.
        in_function: bound in a function, so looked up when that runs.
        at_import: it runs when the file is imported.
        comment: a tool's comment that stands behind the alias and goes with it.
        own_name: the name that it takes with all its uses, where the file's aliases are renamed.
        is_dropped: an earlier import binds that name already.
        is_moved: it can take that name only from the class's own module.
        alias_kept: the codemod that would have renamed it, and why it stays.
        failing: why it stays if it fails today: what stands around it relies on that.
    """

    written: str
    asname: str | None
    local: str
    target: str
    symbol: str
    span: Span
    is_wanted: bool
    is_module: bool
    is_missing: bool
    was_used: bool
    is_used: bool
    protected: str | None
    in_function: bool
    at_import: bool
    comment: str
    own_name: str | None = None
    is_dropped: bool = False
    is_moved: bool = False
    alias_kept: tuple[str, str] | None = None
    failing: Held | None = None


class ImportLine(Struct, frozen=True):
    """An import statement that may change.

    ``block`` identifies the statements around it, of which there are ``block_size``; ``additions`` are
    ``(module, name, local)``.
    """

    span: Span
    is_alone: bool
    block: int
    block_size: int
    aliases: tuple[ImportedAlias, ...]
    additions: tuple[tuple[str, str, str], ...]

    @property
    def at_import(self) -> bool:
        return any(alias.at_import for alias in self.aliases)


class OpenedFunction(Struct, frozen=True):
    """A function that imports first, since the top of the module cannot; ``additions`` as above."""

    opening: Opening
    additions: tuple[tuple[str, str, str], ...]


class RemainingUse(Struct, frozen=True):
    """A use that stays, as far as other files are concerned."""

    symbol: str
    written: str
    path: str
    line: int
    why: str


class Renamed(Struct, frozen=True):
    """The file as it would be with its aliases of canonical classes renamed.

    Attributes:
        exported: the old names of its top level, as ``module.name``: nobody may ask for them.
    """

    findings: tuple[Finding, ...]
    edits: tuple[Edit, ...]
    lines: tuple[ImportLine, ...]
    exported: frozenset[str]
    opened: tuple[OpenedFunction, ...] = ()


class ModulePatch(Struct, frozen=True):
    """A patch of a name in the namespace of a module.

    ``finding`` is what it is where nothing looks the name up; ``is_reported`` says that one stands in its
    place so far.
    """

    module: str
    name: str
    finding: Finding
    is_reported: bool


class NameReads(Struct, frozen=True):
    """The names of modules that a file looks up, as dotted names of its own making.

    Attributes:
        at_run_time: ``module.name`` read as an attribute, or imported inside a function.
        at_import: ``module.name`` and ``module.*`` imported at the top level.
        handed_on: modules that are passed on as objects, so that any name of them may be read.
        later: what is imported inside a function.
    """

    at_run_time: frozenset[str] = frozenset()
    at_import: frozenset[str] = frozenset()
    handed_on: frozenset[str] = frozenset()
    later: frozenset[str] = frozenset()


class DecidedFile(Struct, frozen=True):
    """``imported`` are the names that the file asks of redirected modules, as ``module.name``."""

    source: SourceFile
    findings: tuple[Finding, ...]
    edits: tuple[Edit, ...]
    lines: tuple[ImportLine, ...]
    helpers: frozenset[str]
    remaining: tuple[RemainingUse, ...]
    imported: frozenset[str]
    exports: frozenset[str]
    is_legacy_test: bool
    renamed: Renamed | None = None
    opened: tuple[OpenedFunction, ...] = ()
    patches: tuple[ModulePatch, ...] = ()
    reads: NameReads = NameReads()

    @property
    def arriving(self) -> tuple[str, ...]:
        """What the new imports of rewritten calls ask for when the file is imported."""
        lines = [line for line in self.lines if line.at_import]
        return tuple(f"{module}.{name}" for line in lines for module, name, _ in line.additions)
