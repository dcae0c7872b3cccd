"""One call of a legacy symbol: chosen overload, tier, replacement or reason."""

import ast
from collections.abc import Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from migrate_engines.deciding.binding import Answer, Bound, shape_of
from migrate_engines.deciding.context import Context
from migrate_engines.deciding.coroutines import CoroutineUse, coroutine_use
from migrate_engines.deciding.evidence import Types
from migrate_engines.deciding.guards import reads_any, tier_notes
from migrate_engines.deciding.members import missing_members
from migrate_engines.deciding.note import Note, missing
from migrate_engines.deciding.overloads import Candidate, Choice, choose
from migrate_engines.deciding.renames import RenamePlan
from migrate_engines.deciding.unreached import unreached_patch
from migrate_engines.emitting.arguments import span_of
from migrate_engines.emitting.call import CallEmitter, Replacement
from migrate_engines.emitting.refusal import Refusal
from migrate_engines.finding.scope import BindingKind
from migrate_engines.finding.use import Use
from migrate_engines.finding.uses import FileUses
from migrate_engines.model.edit import Edit
from migrate_engines.model.finding import Outcome
from migrate_engines.model.proof import NO_PROOF, BoundArgument, Proof
from migrate_engines.model.reason import EXPLANATIONS, WANT_OF_A_STATEMENT, Reason
from migrate_engines.model.rule import CallRewrite, Keep, ManualReview, Unsafe
from migrate_engines.model.span import Span
from migrate_engines.tree.source import SourceFile
from migrate_engines.tree.unparsing import unparse

_SHOWN = 80  # characters of a call in a message; the proof has the answer of every overload


class Verdict(Struct, frozen=True):
    """What becomes of one use; ``replacement`` is there where it would be rewritten.

    ``reason`` says why it is left, or why its rewrite is unsafe.
    """

    outcome: Outcome
    message: str
    codemod: str | None
    reason: str | None = None
    proof: Proof = NO_PROOF
    replacement: Replacement | None = None


class CallDecider(Struct, frozen=True):
    """Decides the calls of one file.

    Attributes:
        imported: what the new imports of the file bind, by local name.
    """

    source: SourceFile
    file: FileUses
    context: Context
    plan: RenamePlan
    taken: dict[int, set[str]] = field(default_factory=dict)
    waiting: list[Span] = field(default_factory=list)
    imported: dict[str, str] = field(default_factory=dict)

    def taken_in(self, use: Use) -> set[str]:
        """The names that applied rewrites have given out in the function of a use."""
        return self.taken.setdefault(id(use.scope.function()), set())

    def applied(self, use: Use, replacement: Replacement) -> None:
        """Remember the names that a rewrite has given out."""
        self.taken_in(use).update(replacement.taken)
        self.imported.update({each.local: each.dotted for each in replacement.imports})

    def _refuse_second_meaning(self, use: Use, replacement: Replacement) -> None:
        """Rewrites of one file may not give one name to two objects."""
        for each in replacement.imports:
            known = self.imported.get(each.local)
            is_local = known is None and each.local in self.taken_in(use)
            if is_local or known not in (None, each.dotted):
                told = f"{each.local} is what another rewritten call names {known or 'an argument'}"
                raise Refusal(Reason.NAME_COLLISION, told)

    def decide(self, use: Use, inner: Sequence[Edit]) -> Verdict | None:
        """The verdict on a call; None where a keep says that it is right as it is."""
        overloads = self.context.table.overloads_of(use.names)
        if not overloads:
            return self._unruled(use)
        if not use.is_certain and any(each.kind is BindingKind.STAR_IMPORT for each in use.bindings):
            told = f"{use.written} may arrive by a star import"
            return self._manual(use, Reason.STAR_IMPORT, told, Choice((), None))
        choice = self._choice(use)
        if choice.chosen is None:
            return self._undecided(use, choice)
        overload = choice.chosen.overload
        if isinstance(overload, Keep):
            return None
        if refused := self._refused_binding(use):
            return self._manual(use, *refused, choice)
        if isinstance(overload, ManualReview):
            proof = self._proof(use, choice)
            return Verdict(Outcome.MANUAL, overload.help, overload.codemod, overload.reason, proof)
        return self._rewrite(use, overload, choice.chosen, choice, inner)

    def _choice(self, use: Use) -> Choice:
        assert use.call is not None
        types = Types(self.file.names, self.file.scopes)
        overloads = self.context.table.overloads_of(use.names)
        return choose(overloads, shape_of(use.call), use.scope, types, awaited=use.awaited is not None)

    def right_as_it_is(self, use: Use) -> Verdict | None:
        """What is to be said of a call that makes no finding because a keep covers it."""
        choice = self._choice(use) if use.call is not None else None
        if choice is None or choice.chosen is None or not isinstance(choice.chosen.overload, Keep):
            return None
        keep = choice.chosen.overload
        told = f"right as it is: {keep.name}{keep.signature} is a signature of today"
        return Verdict(Outcome.KEPT, told, keep.codemod, None, self._proof(use, choice))

    def _unruled(self, use: Use) -> Verdict | None:
        """A call of an object that has a redirect, or other names with rules, but none of its own."""
        table = self.context.table
        if use.symbol in table.retirements:
            rule = table.retirements[use.symbol]
            return Verdict(Outcome.MANUAL, rule.help, rule.codemod, Reason.STILL_REFERENCED, Proof(use.way))
        if use.symbol in table.wanted.retired:
            reason, codemod = Reason.NO_MATCHING_SIGNATURE, table.codemod_of(use.names)
        elif (module := use.symbol.rpartition(".")[0]) in table.wanted.modules:
            reason, codemod = Reason.FACTORY_SEMANTICS, table.codemod_of_module(module)
        else:
            return None
        message = f"{EXPLANATIONS[reason]} (no rule for calls of {use.symbol})"
        return Verdict(Outcome.MANUAL, message, codemod, reason, Proof(use.way))

    def _refused_binding(self, use: Use) -> tuple[Reason, str] | None:
        if any(binding.kind is BindingKind.STAR_IMPORT for binding in use.bindings):
            return Reason.STAR_IMPORT, f"{use.written} arrives by a star import"
        if not use.is_certain:
            lines = sorted({getattr(binding.node, "lineno", 0) for binding in use.bindings})
            return Reason.AMBIGUOUS_BINDING, f"bound in different ways on lines {', '.join(map(str, lines))}"
        return None

    def _undecided(self, use: Use, choice: Choice) -> Verdict:
        reason = choice.reason or Reason.AMBIGUOUS_SIGNATURE
        call = unparse(use.call or use.node)
        detail = call if len(call) <= _SHOWN else f"{call[:_SHOWN]}..."
        possible = [each.overload.name for each in choice.candidates if each.answer is not Answer.NO]
        if possible:
            detail = f"{detail}: {' or '.join(possible)}"
        return self._manual(use, reason, detail, choice)

    def _manual(self, use: Use, reason: Reason, detail: str, choice: Choice) -> Verdict:
        codemod = self.context.table.codemod_of(use.names)
        if choice.chosen is not None:
            codemod = choice.chosen.overload.codemod
        message = f"{EXPLANATIONS[reason]} ({detail})"
        return Verdict(Outcome.MANUAL, message, codemod, reason, self._proof(use, choice))

    def _rewrite(
        self, use: Use, rule: CallRewrite, chosen: Candidate, choice: Choice, inner: Sequence[Edit]
    ) -> Verdict:
        if refused := self._refused_rule(rule):
            return self._manual(use, *refused, choice)
        notes = self._notes(use, rule)
        if rule.is_async and coroutine_use(use) is CoroutineUse.CONSUMED:
            return self._manual(use, Reason.ASYNC_MISMATCH, "the coroutine itself is used", choice)
        arguments = chosen.binding.arguments
        try:
            taken = {*self.taken_in(use), *self.imported}
            emitter = CallEmitter(
                self.source,
                self.file.names,
                self.context.graph,
                use,
                rule,
                arguments,
                inner,
                taken,
                self.plan.current,
                self.waiting,
            )
            replacement = emitter.emit()
            self._refuse_second_meaning(use, replacement)
        except Refusal as refusal:
            if refusal.reason in WANT_OF_A_STATEMENT:
                self.waiting.append(span_of(self.source, use.outermost))
            return self._manual(use, refusal.reason, refusal.detail, choice)
        notes += [Note(Reason.LOST_COMMENT, f"a comment would be lost: {text}") for text in replacement.lost]
        notes += unreached_patch(use, replacement, self.source, self.file, self.plan, self.context)
        proof = replace(
            self._proof(use, choice),
            evaluation=replacement.evaluation,
            notes=(*(each.told for each in notes), *replacement.notes),
        )
        verdict = Verdict(Outcome.FIXED, f"rewritten by {rule.name}", rule.codemod, None, proof, replacement)
        return self._tiered(verdict, notes)

    def _tiered(self, verdict: Verdict, notes: list[Note]) -> Verdict:
        if not notes:
            return verdict
        told = "; ".join(each.told for each in notes)
        if self.context.apply_unsafe:
            return replace(verdict, message=f"{verdict.message} (unsafe: {told})")
        message = f"Not equivalent: {told}. Apply with --unsafe."
        return replace(verdict, outcome=Outcome.UNSAFE, message=message, reason=notes[0].reason)

    def _refused_rule(self, rule: CallRewrite) -> tuple[Reason, str] | None:
        table = self.context.table
        if why := table.unfit.get((rule.codemod, rule.name)):
            return Reason.RULE_DOES_NOT_FIT, why
        for _, dotted in rule.template.names:
            helper = table.helpers.get(dotted)
            if helper is None:
                continue
            if why := table.unfit.get((helper.codemod, helper.name)):
                return Reason.RULE_DOES_NOT_FIT, why
            if helper.module in self.context.helper_refusals:
                return self.context.helper_refusals[helper.module]
        return None

    def _notes(self, use: Use, rule: CallRewrite) -> list[Note]:
        """What the place says comes first: what the rule says holds of all its calls."""
        notes: list[Note] = []
        target = _target_class(rule)
        lacking = missing_members(use, target, self.context.index, self.file.scopes) if target else []
        if lacking:
            notes.append(missing(lacking))
        notes += tier_notes(use)
        if rule.is_async and coroutine_use(use) is CoroutineUse.STORED:
            told = "a coroutine that is not awaited here becomes the object itself"
            notes.append(Note(Reason.COROUTINE_NOT_AWAITED, told))
        if rule.unsafe is not None:
            notes += _declared(use, rule.unsafe)
        return notes

    def _proof(self, use: Use, choice: Choice) -> Proof:
        overloads = tuple(each.told for each in choice.candidates)
        bound = choice.chosen.binding.arguments if choice.chosen else {}
        arguments = [BoundArgument(name, self._text(value)) for name, value in bound.items()]
        return Proof(use.way, overloads, tuple(arguments))

    def _text(self, value: Bound) -> str | None:
        """The source of what a parameter got; None for a default."""
        if value is None:
            return None
        values = value if isinstance(value, tuple) else (value,)
        return ", ".join(self._source(each) for each in values)

    def _source(self, node: ast.expr | ast.keyword) -> str:
        if isinstance(node, ast.keyword):
            return f"{node.arg}={self._source(node.value)}"
        span = span_of(self.source, node)
        return self.source.text[span.start : span.end]


def _declared(use: Use, unsafe: Unsafe) -> list[Note]:
    if not unsafe.reads:
        return [Note(Reason.DECLARED_UNSAFE, unsafe.note)]
    read = reads_any(use, unsafe.reads)
    told = f"{unsafe.note} (the function reads {read})"
    return [Note(Reason.DECLARED_UNSAFE, told)] if read else []


def _target_class(rule: CallRewrite) -> str | None:
    expression = ast.parse(rule.template.expression, mode="eval").body
    names = dict(rule.template.names)
    match expression:
        case ast.Call(ast.Name(name)) if name in names:
            return names[name]
    return None
