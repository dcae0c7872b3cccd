"""What a rollback would do to each file, from what the journal and the tree hold."""

import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from migrate_engines.journal.files import read_file, refuse_changed
from migrate_engines.journal.history import standing
from migrate_engines.journal.merge import Conflict, merged
from migrate_engines.journal.separation import Inseparable, without
from migrate_engines.journal.store import Journal, digest_of
from migrate_engines.model.journal import JournalEntry, Recorded
from migrate_engines.model.rollback import Action, Reversal


class Part(Struct, frozen=True):
    """What of a run is meant: these codemods (empty: all) in the files that ``is_meant``."""

    codemods: frozenset[str] = frozenset()
    is_meant: Callable[[str], bool] | None = None

    @property
    def is_whole(self) -> bool:
        return not self.codemods and self.is_meant is None

    def has(self, entry: JournalEntry) -> bool:
        """A created file belongs to no codemod: it goes when nothing needs it any more."""
        is_here = self.is_meant is None or self.is_meant(entry.path)
        by_codemod = not self.codemods or entry.before is None or bool(entry.codemods & self.codemods)
        return is_here and by_codemod


class Plan(Struct, frozen=True):
    """The rollback of a run, or of a part of it."""

    journal: Journal
    run: Recorded
    part: Part

    @property
    def root(self) -> Path:
        return self.journal.home.root(self.run.root)

    def reversals(self) -> list[Reversal]:
        """Redirects first, then the users of new files, then these: as no file may lack what it needs."""
        entries = [entry for entry in reversed(self.run.done()) if self.part.has(entry)]
        results: list[Reversal] = []
        for entry in sorted(entries, key=lambda each: (each.before is None, -each.stage)):
            result = self._reversal(entry)
            if result.action is Action.DELETED and (user := self._user_of(result.path, results)):
                action = Action.LEFT if self.part.codemods else Action.REFUSED
                result = replace(result, action=action, why=f"{user} may need it")
            results.append(result)
        return results

    def notes(self, results: Sequence[Reversal]) -> tuple[str, ...]:
        """What stays of the run and may not fit what was restored."""
        restored = {each.path for each in results if each.changes or each.action is Action.UNTOUCHED}
        redirects = [entry for entry in self.run.done() if entry.stage == 2]
        codemods = self.part.codemods
        left = [
            entry.path
            for entry in redirects
            if entry.path not in restored and (not codemods or entry.codemods & codemods)
        ]
        if not left or not restored:
            return ()
        return (f"{', '.join(left)} stays a redirect: what was restored may need it as it was before",)

    def _reversal(self, entry: JournalEntry) -> Reversal:
        path = self.root / entry.path
        try:
            current = read_file(path)
            refuse_changed(self.root, path, current)
        except OSError as error:
            return Reversal(entry.path, Action.REFUSED, why=str(error))
        before, after = (self.journal.contents(self.run, image) for image in (entry.before, entry.after))
        undone = self._undone_parts(entry).get(digest_of(current)) if current is not None else None
        try:
            wanted = self._wanted(entry, before, after, undone or frozenset())
            return self._towards(entry, current, after if undone is None else current, wanted)
        except (Conflict, Inseparable) as error:
            return Reversal(entry.path, Action.REFUSED, current, current, why=str(error))

    def _undone_parts(self, entry: JournalEntry) -> dict[str, frozenset[str]]:
        """What earlier rollbacks by codemod made of the file, and of which codemods; untouched since."""
        known: dict[str, frozenset[str]] = {entry.after.digest: frozenset()} if entry.after else {}
        for run in self.journal.runs():
            for each in run.done() if run.rolls_back == self.run.name and run.codemods else ():
                if each.path == entry.path and each.before and each.after and each.before.digest in known:
                    known[each.after.digest] = known[each.before.digest].union(run.codemods)
        return known

    def _wanted(
        self, entry: JournalEntry, before: bytes | None, after: bytes | None, undone: frozenset[str]
    ) -> bytes | None:
        """Raises Inseparable."""
        codemods = self.part.codemods | undone
        if not self.part.codemods or before is None or after is None or entry.codemods <= codemods:
            return before
        return without(before, after, entry.fixed, codemods)

    def _towards(
        self, entry: JournalEntry, current: bytes | None, written: bytes | None, wanted: bytes | None
    ) -> Reversal:
        """Raises Conflict."""
        if current == wanted:
            return Reversal(entry.path, Action.UNTOUCHED, current, current)
        if current == written:
            if wanted is None:
                return Reversal(entry.path, Action.DELETED, current, None)
            if current is None:
                return self._created(entry, wanted)
            return Reversal(entry.path, Action.RESTORED, current, wanted)
        if current is None:
            raise Conflict("it has been deleted since")
        if wanted is None:
            raise Conflict("the run created it, and it has changed since")
        if written is None:
            raise Conflict("a file of that name has appeared since")
        return Reversal(entry.path, Action.MERGED, current, merged(entry.path, current, written, wanted))

    def _created(self, entry: JournalEntry, wanted: bytes) -> Reversal:
        if not (self.root / entry.path).parent.is_dir():
            raise Conflict("its folder is gone")
        mode = entry.before.mode if entry.before else None
        return Reversal(entry.path, Action.CREATED, None, wanted, mode)

    def _user_of(self, created: str, results: Sequence[Reversal]) -> str | None:
        """A file that a run wrote, that does not go back to what it was, and that names the module."""
        stem = Path(created).parent.name if created.endswith("__init__.py") else Path(created).stem
        word = re.compile(rb"\b%s\b" % re.escape(os.fsencode(stem)))
        for path in self._staying(results):
            try:
                if word.search(self._content(path, results)):
                    return path
            except OSError:
                return path
        return None

    def _content(self, path: str, results: Sequence[Reversal]) -> bytes:
        planned = [each.after for each in results if each.path == path and each.changes]
        return (planned[0] if planned else read_file(self.root / path)) or b""

    def _staying(self, results: Sequence[Reversal]) -> list[str]:
        """What this run and later ones have written, less what goes back to what it was."""
        runs = self.journal.runs()
        later = [run for run in runs if int(run.name) > int(self.run.name) and run.root == self.run.root]
        others = {
            entry.path for run in later if not run.rolls_back for entry in standing(run, runs, self.root)
        }
        own = {each.path for each in self.run.done() if each.before is not None or not self.part.has(each)}
        back = {each.path for each in results if each.action in (Action.RESTORED, Action.UNTOUCHED)}
        if self.part.codemods:
            back -= {entry.path for entry in self.run.done() if not entry.codemods <= self.part.codemods}
        return sorted((own | others) - back)
