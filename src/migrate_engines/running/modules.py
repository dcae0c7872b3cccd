"""The deprecated modules become their shims, or say why not."""

from collections.abc import Iterable, Mapping, Sequence

from migrate_engines.deciding.redirected import ModuleDecision
from migrate_engines.deciding.suppressed import suppressed_finding
from migrate_engines.emitting.layout import with_newlines
from migrate_engines.model.finding import Finding, Outcome, UseKind
from migrate_engines.model.proof import Proof
from migrate_engines.model.reason import EXPLANATIONS
from migrate_engines.model.result import Failed, FileResult, Rewritten, Unchanged
from migrate_engines.model.span import Span
from migrate_engines.tree.source import SourceFile, decode


def with_modules(
    results: Sequence[FileResult], decisions: Iterable[ModuleDecision], contents: Mapping[str, bytes]
) -> list[FileResult]:
    """The results, those of the decided modules with the decision."""
    found = {each.path: each for each in decisions}
    return [
        _with_module(result, found[result.path], contents[result.path])
        if result.path in found and not isinstance(result, Failed)
        else result
        for result in results
    ]


def _with_module(result: FileResult, decision: ModuleDecision, data: bytes) -> FileResult:
    source = decode(result.path, data)
    finding = suppressed_finding(source, _module_finding(source, decision))
    if decision.text is None:
        findings = (finding, *result.findings)
        if isinstance(result, Rewritten):
            return Rewritten(result.path, result.before, result.after, findings)
        return Unchanged(result.path, findings)
    text = with_newlines(decision.text, source.newline)
    return Rewritten(result.path, data, source.encode(text), (finding,))


def _module_finding(source: SourceFile, decision: ModuleDecision) -> Finding:
    span = Span(0, 0)
    place = source.place(span)
    if decision.reason is None:
        outcome, told, reason = Outcome.FIXED, f"{decision.module} becomes a redirect", None
    else:
        outcome, reason = Outcome.MANUAL, decision.reason
        told = f"{EXPLANATIONS[reason]} ({decision.detail})"
    proof = Proof((decision.module,), notes=(told,))
    return Finding(
        decision.codemod, decision.module, UseKind.MODULE, span, place, outcome, told, reason, proof
    )
