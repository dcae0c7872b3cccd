"""The names of modules that patches replace."""

from collections.abc import Iterator

from migrate_engines.deciding.calls import Verdict
from migrate_engines.deciding.context import Context
from migrate_engines.deciding.decided import ModulePatch
from migrate_engines.deciding.references import codemod_of
from migrate_engines.emitting.arguments import span_of
from migrate_engines.finding.use import Use
from migrate_engines.model.finding import Finding, Outcome
from migrate_engines.model.proof import Proof
from migrate_engines.model.reason import EXPLANATIONS, Reason
from migrate_engines.tree.index import ObjectKind
from migrate_engines.tree.source import SourceFile


def module_patch(
    source: SourceFile, use: Use, verdict: Verdict | None, context: Context
) -> Iterator[ModulePatch]:
    """The patch of a name that a module binds, unless it is kept or broken."""
    is_open = verdict is None or verdict.reason == Reason.STRING_REFERENCE
    owner, _, name = use.written.rpartition(".")
    resolution = context.index.resolve(owner)
    module = resolution.canonical
    is_module = resolution.kind is ObjectKind.MODULE and not context.index.is_module(use.written)
    # Else a reader need not hold any of the words, and is not among the files at hand.
    is_searched = context.table.wanted.holds_word(f"{module.rpartition('.')[2]}.{name}")
    if use.patch is None or use.patch.in_place or not (is_open and is_module and is_searched):
        return
    reason = Reason.VACUOUS_MOCK
    span = span_of(source, use.node)
    finding = Finding(
        codemod_of(use, context),
        use.symbol,
        use.kind,
        span,
        source.place(span),
        Outcome.MANUAL,
        EXPLANATIONS[reason],
        reason,
        Proof(use.way, notes=(f"{module} binds {name}, and no code looks it up there",)),
    )
    yield ModulePatch(module, name, finding, verdict is not None)
