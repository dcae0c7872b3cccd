"""Which overload a call means: evidence first, then a unique yes, then a unique not-no, else none."""

from collections.abc import Sequence

from msgspec import Struct

from migrate_engines.deciding.binding import Answer, Binding, CallShape, bind
from migrate_engines.deciding.evidence import Types
from migrate_engines.finding.scope import Scope
from migrate_engines.model.proof import OverloadAnswer
from migrate_engines.model.reason import Reason
from migrate_engines.model.rule import CallRewrite, ManualReview, NoneEvidence, Overload


class Candidate(Struct, frozen=True):
    """One overload's answer to one call; ``has_evidence`` says that it asked for some and got it."""

    overload: Overload
    binding: Binding
    answer: Answer
    has_evidence: bool
    why: str

    @property
    def told(self) -> OverloadAnswer:
        """The answer as a proof has it."""
        answer = {Answer.YES: "yes", Answer.NO: "no", Answer.UNKNOWN: "unknown"}[self.answer]
        return OverloadAnswer(self.overload.name, str(self.overload.signature), answer, self.why)


class Choice(Struct, frozen=True):
    """The overload that the call means, or the reason why none is chosen."""

    candidates: tuple[Candidate, ...]
    chosen: Candidate | None
    reason: Reason | None = None


def choose(
    overloads: Sequence[Overload], shape: CallShape, scope: Scope, types: Types, *, awaited: bool
) -> Choice:
    """Ask every overload; the order in which they are declared decides nothing."""
    candidates = tuple(_ask(overload, shape, scope, types, awaited=awaited) for overload in overloads)
    possible = [each for each in candidates if each.answer is not Answer.NO]
    certain = [each for each in possible if each.answer is Answer.YES]
    proven = [each for each in certain if each.has_evidence]
    for tier in (proven, certain, possible):
        if len(tier) == 1 and (tier[0].binding.arguments or not _needs_arguments(tier[0], shape)):
            return Choice(candidates, tier[0])
        if tier:
            reason = Reason.STARRED_ARGUMENTS if shape.is_open else Reason.AMBIGUOUS_SIGNATURE
            return Choice(candidates, None, reason)
    mismatched = any(each.why == _AWAITED for each in candidates)
    return Choice(candidates, None, Reason.ASYNC_MISMATCH if mismatched else Reason.NO_MATCHING_SIGNATURE)


def _needs_arguments(candidate: Candidate, shape: CallShape) -> bool:
    """A rewrite must know where each argument goes; what is unpacked need not show it."""
    return shape.is_open and isinstance(candidate.overload, CallRewrite)


_AWAITED = "the call is awaited and the rule is not async"


def _ask(overload: Overload, shape: CallShape, scope: Scope, types: Types, *, awaited: bool) -> Candidate:
    binding = bind(shape, overload.signature)
    if binding.answer is Answer.NO:
        return Candidate(overload, binding, Answer.NO, False, binding.why)
    if awaited and not overload.is_async and not isinstance(overload, ManualReview):
        return Candidate(overload, binding, Answer.NO, False, _AWAITED)
    answers: list[tuple[str, Answer]] = []
    for parameter in overload.signature.parameters:
        if parameter.evidence is None or parameter.name not in binding.arguments:
            continue
        value = binding.arguments[parameter.name]
        if value is None and parameter.evidence is not NoneEvidence.NONE:
            continue
        if not isinstance(value, tuple):
            answers.append((parameter.name, types.satisfies(value, scope, parameter.evidence)))
    worst = min((answer for _, answer in answers), default=Answer.YES)
    told = [f"{name} is {_TOLD[answer]}" for name, answer in answers]
    answer = min(worst, binding.answer)
    return Candidate(overload, binding, answer, bool(answers) and answer is Answer.YES, ", ".join(told))


_TOLD = {
    Answer.YES: "of the type asked for",
    Answer.NO: "not of the type asked for",
    Answer.UNKNOWN: "of a type that nothing here shows",
}
