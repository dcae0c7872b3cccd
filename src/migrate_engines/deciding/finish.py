"""One file's result: its calls as decided, its imports by what the other files allow."""

from msgspec import Struct
from msgspec.structs import replace

from migrate_engines.deciding.decided import DecidedFile, ImportedAlias, ImportLine, Renamed
from migrate_engines.deciding.redirected import NameDecision, RedirectDecisions
from migrate_engines.deciding.removal import Needs
from migrate_engines.deciding.suppressed import suppressed_finding, suppression
from migrate_engines.deciding.table import RuleTable
from migrate_engines.emitting.imports import FromImport, StatementChange, edit_import
from migrate_engines.emitting.openings import open_function
from migrate_engines.model.edit import Edit, EditConflict, apply_edits
from migrate_engines.model.finding import Finding, Outcome, UseKind
from migrate_engines.model.proof import Proof
from migrate_engines.model.reason import EXPLANATIONS, Reason
from migrate_engines.model.result import Failed, FileResult, Rewritten, Unchanged
from migrate_engines.tree.parsing import check_compiles, is_known_to_compile
from migrate_engines.tree.source import SourceFile, Unreadable, decode


class Finisher(Struct, frozen=True):
    """Finishes the files of one run."""

    table: RuleTable
    redirects: RedirectDecisions
    needs: Needs
    line_length: int

    def finish(self, file: DecidedFile) -> FileResult:
        """The file's result, of which ``checked`` may make a failure."""
        file = self._as_named(file)
        edits, findings = list(file.edits), list(file.findings)
        for function in file.opened:
            imports = [FromImport(*each) for each in function.additions]
            edits.append(open_function(file.source, function.opening, imports, self.line_length))
        leaving = self._leaving_by_block(file)
        for line in file.lines:
            outcomes = [self._alias(file, alias) for alias in line.aliases]
            findings += [finding for finding, _, _ in outcomes if finding is not None]
            gone = frozenset(position for position, (_, leaves, _) in enumerate(outcomes) if leaves)
            moved = tuple(arrival for _, _, arrival in outcomes if arrival is not None)
            arriving = moved + tuple(FromImport(*each) for each in line.additions)
            is_last = leaving.get(line.block, 0) == line.block_size
            renaming = _renaming(line, gone)
            change = StatementChange(
                line.span, line.is_alone, len(line.aliases), gone, arriving, is_last, renaming
            )
            if gone or arriving or renaming:
                edits += edit_import(file.source, change, self.line_length)
        return self._result(file, edits, tuple(sorted(findings, key=lambda each: each.place)))

    def _as_named(self, file: DecidedFile) -> DecidedFile:
        """The file with its aliases of canonical classes renamed, or with the reason why none is."""
        if file.renamed is None:
            return file
        why = self._held_alias(file, file.renamed)
        if why is None:
            renamed = file.renamed
            return replace(
                file,
                findings=renamed.findings,
                edits=renamed.edits,
                lines=renamed.lines,
                opened=renamed.opened,
            )
        return replace(file, lines=tuple(_with_reason(line, why) for line in file.lines))

    def _held_alias(self, file: DecidedFile, renamed: Renamed) -> str | None:
        """What stands against the renaming, now that every file is decided."""
        if file.is_legacy_test:
            return "is what a test of the old name is about"
        parts = [name.rpartition(".") for name in renamed.exported]
        unseen = {f"{module}.*" for module, _, _ in parts} | {f"*.{local}" for _, _, local in parts}
        if not self.needs.names.isdisjoint(renamed.exported | unseen):
            return "is imported from here by another file, or named by a string"
        for alias in (each for line in renamed.lines for each in line.aliases if each.is_moved):
            decision = self.redirects.names.get(alias.target)
            if decision is None or decision.held(file, alias, self.needs) is not None:
                return f"is the name that {alias.target.rpartition('.')[0]} has for it"
        return None

    def _leaving_by_block(self, file: DecidedFile) -> dict[int, int]:
        """How many statements vanish from each block; the one that leaves it empty becomes ``pass``."""
        counts: dict[int, int] = {}
        for line in file.lines:
            if (
                not line.additions
                and line.aliases
                and all(self._vanishes(file, each) for each in line.aliases)
            ):
                counts[line.block] = counts.get(line.block, 0) + 1
        return counts

    def _vanishes(self, file: DecidedFile, alias: ImportedAlias) -> bool:
        _, leaves, arrival = self._alias(file, alias)
        return leaves and arrival is None

    def _alias(
        self, file: DecidedFile, alias: ImportedAlias
    ) -> tuple[Finding | None, bool, FromImport | None]:
        """The finding, whether the alias leaves its statement, and what comes in its place."""
        if alias.is_wanted and alias.own_name is None:
            line = file.source.line_of(alias.span.start)
            if (accepted := suppression(file.source, line, None)) is not None:
                return self._finding(file, alias, Outcome.SUPPRESSED, accepted), False, None
        if self.needs.is_removable(file, alias):
            told = "removed: nothing uses it any more"
            return self._finding(file, alias, Outcome.FIXED, told) if alias.is_wanted else None, True, None
        if alias.is_dropped:
            return self._renamed(file, alias), True, None
        if not alias.is_wanted:
            return self._unused(file, alias) or self._named(file, alias), False, None
        decision = self.redirects.names.get(alias.target)
        if decision is not None and not file.is_legacy_test:
            return self._redirected(file, alias, decision)
        return self._left(file, alias), False, None

    def _unused(self, file: DecidedFile, alias: ImportedAlias) -> Finding | None:
        """An import that a rewrite left without a reader, and that stays all the same, says why."""
        if not alias.was_used or alias.is_used:
            return None
        why = alias.protected or "another file or a patch may ask for it"
        return self._finding(file, alias, Outcome.KEPT, f"unused now, and left: {why}", Reason.UNUSED_IMPORT)

    def _named(self, file: DecidedFile, alias: ImportedAlias) -> Finding | None:
        """What becomes of another name of a canonical class."""
        if alias.own_name is not None:
            return self._renamed(file, alias)
        if alias.alias_kept is None:
            return None
        codemod, why = alias.alias_kept
        told = f"{EXPLANATIONS[Reason.ALIAS_KEPT]} ({why})"
        found = self._finding(file, alias, Outcome.KEPT, told, Reason.ALIAS_KEPT)
        return replace(found, codemod=codemod)

    def _renamed(self, file: DecidedFile, alias: ImportedAlias) -> Finding:
        told = f"{alias.local} is called {alias.own_name} in this file, with all its uses"
        found = self._finding(file, alias, Outcome.FIXED, told)
        return replace(found, codemod=self.table.wanted.canonical.get(alias.symbol))

    def _redirected(
        self, file: DecidedFile, alias: ImportedAlias, decision: NameDecision
    ) -> tuple[Finding | None, bool, FromImport | None]:
        if held := decision.held(file, alias, self.needs):
            return self._finding(file, alias, held.outcome, held.told, held.reason), False, None
        module, _, name = decision.target.rpartition(".")
        told = f"{alias.local} is imported from {module}"
        if alias.own_name is not None:
            told += f", and called {alias.own_name} with all its uses"
        if alias.was_used and not alias.is_used:
            told += (
                f"; unused, and left because {alias.protected or 'another file or a patch may ask for it'}"
            )
        return (
            self._finding(file, alias, Outcome.FIXED, told),
            True,
            FromImport(module, name, alias.own_name or alias.local, alias.comment),
        )

    def _left(self, file: DecidedFile, alias: ImportedAlias) -> Finding:
        if file.is_legacy_test:
            reason = Reason.LEGACY_SELF_TEST
            return self._finding(file, alias, Outcome.KEPT, EXPLANATIONS[reason], reason)
        if alias.is_missing and alias.target not in self.table.overloads:
            told = f"{EXPLANATIONS[Reason.BROKEN_IMPORT]} ({alias.target})"
            return self._finding(file, alias, Outcome.MANUAL, told, Reason.BROKEN_IMPORT)
        if alias.is_module:
            told = EXPLANATIONS[Reason.MODULE_IMPORT]
            return self._finding(file, alias, Outcome.MANUAL, told, Reason.MODULE_IMPORT)
        told = EXPLANATIONS[Reason.STILL_USED]
        if alias.protected:
            told = f"{told} ({alias.protected})"
        return self._finding(file, alias, Outcome.KEPT, told, Reason.STILL_USED)

    def _finding(
        self,
        file: DecidedFile,
        alias: ImportedAlias,
        outcome: Outcome,
        message: str,
        reason: Reason | None = None,
    ) -> Finding:
        place = file.source.place(alias.span)
        kind = UseKind.MODULE if alias.is_module else UseKind.IMPORT
        codemod = None if reason is Reason.BROKEN_IMPORT else self._codemod(alias)
        proof = Proof(tuple(dict.fromkeys((alias.target, alias.symbol))), notes=(message,))
        return Finding(codemod, alias.symbol, kind, alias.span, place, outcome, message, reason, proof)

    def _codemod(self, alias: ImportedAlias) -> str | None:
        for redirect in self.table.redirects.values():
            if alias.target in (redirect.old, redirect.module):
                return redirect.codemod
        return self.table.codemod_of([alias.target, alias.symbol])

    def _result(self, file: DecidedFile, edits: list[Edit], findings: tuple[Finding, ...]) -> FileResult:
        source = file.source
        findings = tuple(suppressed_finding(source, each) for each in findings)
        if not edits:
            return Unchanged(source.path, findings)
        try:
            after = source.encode(apply_edits(source.text, edits))
        except (EditConflict, UnicodeEncodeError) as error:
            return _invalid(source.path, error)
        return Rewritten(source.path, source.encode(source.text), after, findings)


def checked(result: Rewritten, source: SourceFile) -> FileResult:
    """The result; a rewrite of ``source`` that would not parse is a failure and changes nothing."""
    try:
        check_compiles(decode(source.path, result.after), source)
    except Unreadable as error:
        return _invalid(source.path, error)
    return result


def is_checked(result: Rewritten, source: SourceFile) -> bool:
    """Whether it is known that the same rewrite of the same source is no failure."""
    try:
        return is_known_to_compile(decode(source.path, result.after), source)
    except Unreadable:
        return False


def _invalid(path: str, error: Exception) -> Failed:
    return Failed(path, f"{EXPLANATIONS[Reason.INVALID_RESULT]} ({error})")


def _renaming(line: ImportLine, gone: frozenset[int]) -> tuple[Edit, ...]:
    """The aliases that stay in their statement and bind the class's own name."""
    return tuple(
        Edit(alias.span, alias.own_name)
        for position, alias in enumerate(line.aliases)
        if alias.own_name is not None and position not in gone
    )


def _with_reason(line: ImportLine, why: str) -> ImportLine:
    """The line with the reason for which its aliases keep their names."""
    aliases = [
        replace(alias, alias_kept=(alias.alias_kept[0], f"{alias.local} {why}"))
        if alias.alias_kept is not None and not alias.alias_kept[1]
        else alias
        for alias in line.aliases
    ]
    return replace(line, aliases=tuple(aliases))
