"""Everything that can be decided about one file from its own text and its slice of the index."""

import ast
import unicodedata
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase

from msgspec.structs import replace

from migrate_engines.deciding.calls import CallDecider, Verdict
from migrate_engines.deciding.context import Context
from migrate_engines.deciding.decided import DecidedFile, ModulePatch, RemainingUse, Renamed
from migrate_engines.deciding.guards import failure_guard, patched_around
from migrate_engines.deciding.imports import Applied, ImportReader, deduplicated, set_of
from migrate_engines.deciding.patches import module_patch
from migrate_engines.deciding.reads import name_reads
from migrate_engines.deciding.references import codemod_of, is_silent, reference_verdict
from migrate_engines.deciding.renames import RenamePlan, plan_renames
from migrate_engines.deciding.suppressed import suppressed_verdict
from migrate_engines.emitting.arguments import span_of
from migrate_engines.emitting.call import Replacement
from migrate_engines.finding.lines_that_bind import lines_that_bind
from migrate_engines.finding.scope import BindingKind, ScopeKind
from migrate_engines.finding.use import Use
from migrate_engines.finding.uses import FileUses, find_uses
from migrate_engines.model.edit import Edit, EditConflict, apply_edits
from migrate_engines.model.finding import Finding, Outcome, UseKind
from migrate_engines.model.proof import Proof
from migrate_engines.model.reason import EXPLANATIONS, Reason
from migrate_engines.model.span import Span
from migrate_engines.tree.disguise import disguised
from migrate_engines.tree.parsing import check_compiles, parse
from migrate_engines.tree.source import SourceFile, Unreadable, decode


def decide(source: SourceFile, context: Context) -> DecidedFile:
    """Find and decide the uses of one file.

    Raises:
        Unreadable: the file cannot be parsed, or names in it are not written as Python reads them.
    """
    if (name := disguised(source.text, sorted(context.table.wanted.words))) is not None:
        meant = unicodedata.normalize("NFKC", name)
        raise Unreadable(
            f"has {name}, which Python reads as {meant}, in other letters; write it in plain ones"
        )
    file = find_uses(parse(source), source, context.index, context.table.wanted)
    try:
        return _decided(source, file, context)
    finally:
        file.scopes.release()


def _decided(source: SourceFile, file: FileUses, context: Context) -> DecidedFile:
    plan = plan_renames(source, file, context)
    decided = _FileDecider(source, file, context, plan.as_refused()).decided()
    _check(source, decided.edits)
    return replace(decided, renamed=_renamed(source, file, context, plan)) if plan.renames else decided


def _renamed(source: SourceFile, file: FileUses, context: Context, plan: RenamePlan) -> Renamed:
    """Everything decided once more, so that what is written for calls has the new names, too."""
    decided = _FileDecider(source, file, context, plan).decided()
    _check(source, decided.edits)
    tops = [each for each in plan.renames if each.scope.kind is ScopeKind.MODULE]
    exported = frozenset(f"{file.names.module}.{each.old}" for each in tops)
    return Renamed(decided.findings, decided.edits, decided.lines, exported, decided.opened)


def _check(source: SourceFile, edits: Sequence[Edit]) -> None:
    """An edit that cannot be made must be known before other files rely on it.

    Raises:
        Unreadable: the file's encoding has no such character, or the result does not parse.
    """
    if not edits:
        return
    try:
        after = decode(source.path, source.encode(apply_edits(source.text, edits)))
        check_compiles(after, source)
    except (EditConflict, Unreadable, UnicodeEncodeError) as error:
        raise Unreadable(f"{EXPLANATIONS[Reason.INVALID_RESULT]} ({error})") from error


class _FileDecider:
    def __init__(self, source: SourceFile, file: FileUses, context: Context, plan: RenamePlan) -> None:
        self._source = source
        self._file = file
        self._context = context
        self._plan = plan
        self._calls = CallDecider(source, file, context, plan)
        self._edits: list[Edit] = list(plan.edits)
        self._findings: list[Finding] = []
        self._remaining: list[RemainingUse] = []
        self._applied: list[tuple[Use, Replacement]] = []
        self._helpers: set[str] = set()
        self._patches: list[ModulePatch] = []
        self._is_legacy_test = any(fnmatchcase(source.path, each) for each in context.legacy_tests)

    def decided(self) -> DecidedFile:
        uses = [use for use in self._file.uses if use.kind not in (UseKind.IMPORT, UseKind.MODULE)]
        for use in sorted(uses, key=self._end):
            verdict = self._verdict(use)
            if verdict is not None:
                line = self._source.line_of(span_of(self._source, use.outermost).start)
                verdict = suppressed_verdict(self._source, line, verdict)
            if use.patch is not None:
                self._patches += module_patch(self._source, use, verdict, self._context)
            if verdict is not None:
                self._record(use, verdict)
            elif self._context.reports_keeps and (right := self._calls.right_as_it_is(use)):
                self._findings.append(self._finding(use, span_of(self._source, use.outermost), right))
        self._remaining += self._module_uses()
        applied = self._names_applied()
        reader = ImportReader(self._source, self._file, self._context, applied, self._plan)
        decided = DecidedFile(
            self._source,
            tuple(sorted(self._findings, key=lambda finding: finding.place)),
            tuple(self._edits),
            reader.lines(self._file.uses),
            frozenset(self._helpers),
            tuple(self._remaining),
            frozenset(self._imported()),
            self._exports(),
            self._is_legacy_test,
            patches=tuple(self._patches),
            reads=name_reads(self._file, self._context.index),
        )
        return replace(decided, opened=reader.opened())

    def _end(self, use: Use) -> tuple[int, int]:
        """Inner calls come before the calls around them, and others in source order."""
        span = span_of(self._source, use.outermost)
        return span.end, -span.start

    def _verdict(self, use: Use) -> Verdict | None:
        if is_silent(use, self._context):
            return None
        if kept := self._kept(use):
            return kept
        if use.call is None:
            return reference_verdict(use, self._context)
        if use.is_dynamic:
            is_right = self._calls.decide(use, ()) is None
            return None if is_right else reference_verdict(use, self._context)
        span = span_of(self._source, use.outermost)
        inner = [edit for edit in self._edits if _is_inside(edit, span)]
        return self._calls.decide(use, inner)

    def _kept(self, use: Use) -> Verdict | None:
        codemod = codemod_of(use, self._context)
        module = self._file.names.module
        wanted = self._context.table.wanted
        is_own = module in wanted.modules or (
            use.symbol.startswith(f"{module}.") and use.symbol in wanted.retired
        )
        if is_own or self._is_legacy_test:
            is_right = use.call is not None and not is_own and self._calls.decide(use, ()) is None
            return None if is_right else _kept(Reason.LEGACY_SELF_TEST, codemod, use)
        patch = patched_around(use, self._context.index) if use.call is not None else None
        if patch is not None:
            message = f"{EXPLANATIONS[Reason.CLASS_PATCHED]} ({patch} is patched around the call)"
            return Verdict(Outcome.MANUAL, message, codemod, Reason.CLASS_PATCHED, Proof(use.way))
        guard = failure_guard(use, self._context.failure_guards)
        if guard is None:
            return None
        if use.call is not None and self._calls.decide(use, ()) is None:
            return None
        return _kept(Reason.EXPECTED_FAILURE, codemod, use, f" ({guard})")

    def _record(self, use: Use, verdict: Verdict) -> None:
        span = span_of(self._source, use.outermost)
        if verdict.replacement is not None and (self._source.path, span) in self._context.declined:
            verdict = replace(
                verdict, outcome=Outcome.SUPPRESSED, message="left: the answer was no", replacement=None
            )
        is_fixed = verdict.outcome is Outcome.FIXED and self._context.is_selected(self._source.path)
        if is_fixed and verdict.replacement is not None:
            self._apply(use, span, verdict.replacement)
        else:
            why = verdict.reason or verdict.outcome.value
            line = self._source.line_of(span.start)
            self._remaining.append(RemainingUse(use.symbol, use.written, self._source.path, line, why))
        self._findings.append(self._finding(use, span, verdict))

    def _finding(self, use: Use, span: Span, verdict: Verdict) -> Finding:
        return Finding(
            verdict.codemod,
            use.symbol,
            use.kind,
            span,
            self._source.place(span),
            verdict.outcome,
            verdict.message,
            verdict.reason,
            replace(verdict.proof, bindings=tuple(lines_that_bind(use))),
        )

    def _apply(self, use: Use, span: Span, replacement: Replacement) -> None:
        self._edits = [edit for edit in self._edits if not _is_inside(edit, span)]
        self._edits += replacement.edits
        self._applied.append((use, replacement))
        self._calls.applied(use, replacement)
        self._helpers |= self._context.table.helpers.keys() & set(replacement.symbols)

    def _names_applied(self) -> Applied:
        consumed = {root for use, _ in self._applied if (root := _root(use.node)) is not None}
        written = {name for _, replacement in self._applied for name in replacement.renames.values()}
        imports = [each for _, replacement in self._applied for each in replacement.imports]
        return Applied(frozenset(consumed), frozenset(written), deduplicated(imports, self._file.tree))

    def _imported(self) -> Iterator[str]:
        """What the file asks of redirected modules, also through the module itself or a star."""
        modules = self._context.table.wanted.modules
        for scope in set_of(self._file.scopes.scope_of.values()):
            for bindings in scope.bindings.values():
                for binding in bindings:
                    target = binding.target or ""
                    if target.rpartition(".")[0] in modules:
                        yield target
                    if binding.statement is not None and target in modules:
                        yield f"{target}.*"
        yield from (dotted for dotted in self._read_paths() if dotted.rpartition(".")[0] in modules)

    def _read_paths(self) -> Iterator[str]:
        """Every dotted name that the file reads by attributes, each part of a longer chain included."""
        for read in self._file.scopes.uses:
            for node in reversed(read.ancestors):
                if not isinstance(node, ast.Attribute):
                    break
                yield self._file.names.dotted(node, read.scope) or ""

    def _module_uses(self) -> Iterator[RemainingUse]:
        """Places where a redirected module is handed on as an object, so that any name of it may be asked."""
        modules = self._context.table.wanted.modules
        for read in self._file.scopes.uses:
            node: ast.expr = read.node
            for parent in (*reversed(read.ancestors), None):
                is_longer = isinstance(parent, ast.Attribute) and parent.value is node
                dotted = self._file.names.dotted(node, read.scope) or ""
                if not is_longer and dotted in modules:
                    yield RemainingUse(dotted, dotted, self._source.path, node.lineno, Reason.MODULE_IMPORT)
                if not is_longer or not isinstance(parent, ast.Attribute):
                    break
                node = parent

    def _exports(self) -> frozenset[str]:
        """The dotted names that this file asks of other modules, which must go on offering them."""
        found: set[str] = set()
        for scope in set_of(self._file.scopes.scope_of.values()):
            for bindings in scope.bindings.values():
                for binding in bindings:
                    if binding.statement is not None and binding.target:
                        is_star = binding.kind is BindingKind.STAR_IMPORT
                        found.add(f"{binding.target}.*" if is_star else binding.target)
        found.update(self._read_paths())
        return frozenset(found)


def _is_inside(edit: Edit, span: Span) -> bool:
    """Whether an edit is of something within a call; what stands before a statement is not."""
    is_insertion = edit.span.start == edit.span.end
    return span.contains(edit.span) and not (is_insertion and edit.span.start == span.start)


def _kept(reason: Reason, codemod: str | None, use: Use, detail: str = "") -> Verdict:
    return Verdict(Outcome.KEPT, f"{EXPLANATIONS[reason]}{detail}", codemod, reason, Proof(use.way))


def _root(node: ast.AST) -> ast.Name | None:
    while isinstance(node, ast.Attribute):
        node = node.value
    return node if isinstance(node, ast.Name) else None
