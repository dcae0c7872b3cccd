"""What becomes of redirects: the imports of their names, and their modules."""

from collections.abc import Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from migrate_engines.deciding.decided import DecidedFile, Held, ImportedAlias, RemainingUse
from migrate_engines.deciding.removal import Needs
from migrate_engines.deciding.table import RedirectedName
from migrate_engines.model.finding import Outcome
from migrate_engines.model.reason import Reason


class NameDecision(Struct, frozen=True):
    """What happens to imports of one old name.

    Attributes:
        target: the canonical dotted name that imports go to.
        is_same: the old name already is the target object, so that only paths change.
        blockers: uses that would break or be hidden; imports stay while there are any.
        held_files: files whose imports stay all the same, and why.
        is_patched: a string names the old path, so imports that run later may see a patch of it.
        is_shim: the old module is a redirect already, and sets nothing on another class.
        never_was: there is no such module, so that every import of it fails today.
        closing: files whose imports stay because they would close a cycle, and which.
    """

    name: RedirectedName
    target: str
    is_same: bool
    blockers: tuple[RemainingUse, ...]
    held_files: dict[str, str] = field(default_factory=dict)
    is_patched: bool = False
    is_shim: bool = False
    never_was: bool = False
    closing: Mapping[str, str] = field(default_factory=dict)

    def held(self, file: DecidedFile, alias: ImportedAlias, needs: Needs) -> Held | None:
        """Why an import of the old name stays; None where it moves."""
        closing = self.closing.get(file.source.path) if alias.at_import else None
        if closing is not None:
            return Held(Outcome.KEPT, Reason.IMPORT_CYCLE, closing)
        blocked = self._blocked(file.source.path, alias, needs)
        if blocked is not None:
            return Held(Outcome.KEPT, Reason.REDIRECT_BLOCKED, blocked)
        return alias.failing if self.never_was else None

    def _blocked(self, path: str, alias: ImportedAlias, needs: Needs) -> str | None:
        if needs.is_partial and not (self.is_shim and self.is_same):
            return "stays: only a run on the whole tree can tell whether it may be re-pointed"
        if self.blockers:
            first = self.blockers[0]
            return f"stays while {first.path}:{first.line} does ({first.why}, {len(self.blockers)} in all)"
        if path in self.held_files:
            return f"stays: {self.held_files[path]}"
        if self.is_patched and alias.in_function:
            return f"stays: a string names {self.name.old}, and this import runs while it may be patched"
        if self.name.codemod and needs.modules.get(path) == self.name.module:
            return "stays: the deprecated module itself"
        return None


class ModuleDecision(Struct, frozen=True):
    """What happens to one deprecated module: its shim as ``text``, or why there is none."""

    module: str
    codemod: str
    path: str
    text: str | None
    reason: Reason | None = None
    detail: str = ""

    def held_by(self, failed: Sequence[str]) -> "ModuleDecision":
        """The decision where files failed at last that were meant to stop needing the module."""
        if self.text is None:
            return self
        detail = f"not rewritten after all: {', '.join(failed)}"
        return replace(self, text=None, reason=Reason.REDIRECT_BLOCKED, detail=detail)


class RedirectDecisions(Struct, frozen=True):
    names: dict[str, NameDecision]
    modules: tuple[ModuleDecision, ...]

    def moving(self, file: DecidedFile, alias: ImportedAlias, needs: Needs) -> NameDecision | None:
        """The redirect that an import follows; None where it stays, or goes for want of a reader."""
        decision = self.names.get(alias.target)
        if decision is None or not alias.is_wanted or file.is_legacy_test:
            return None
        is_gone = needs.is_removable(file, alias)
        return None if is_gone or decision.held(file, alias, needs) else decision
