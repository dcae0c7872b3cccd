"""Uses that are neither calls nor imports: why each is left."""

from migrate_engines.deciding.calls import Verdict
from migrate_engines.deciding.context import Context
from migrate_engines.finding.use import Use
from migrate_engines.model.finding import Outcome, UseKind
from migrate_engines.model.proof import Proof
from migrate_engines.model.reason import EXPLANATIONS, Reason

_REASONS = {
    UseKind.SUBCLASS: Reason.SUBCLASS,
    UseKind.ANNOTATION: Reason.TYPE_REFERENCE,
    UseKind.TYPE_CHECK: Reason.TYPE_REFERENCE,
    UseKind.MOCK: Reason.CLASS_PATCHED,
    UseKind.ATTRIBUTE: Reason.VALUE_REFERENCE,
    UseKind.VALUE: Reason.VALUE_REFERENCE,
    UseKind.STRING: Reason.STRING_REFERENCE,
}


def reference_verdict(use: Use, context: Context) -> Verdict:
    """Every such use is a person's to settle, with the place that would be right now."""
    reason = _REASONS[use.kind]
    message = EXPLANATIONS[reason]
    if target := current_target(use, context):
        message = f"{message} (now {target})"
    codemod = codemod_of(use, context)
    return Verdict(Outcome.MANUAL, message, codemod, reason, Proof(use.way))


def current_target(use: Use, context: Context) -> str | None:
    """Where the object that a use names lives, after the redirects."""
    redirects = context.table.redirects
    for name in (use.written, use.written.rpartition(".")[0], use.symbol):
        if name in redirects:
            return context.index.canonical(redirects[name].target)
    return None


def codemod_of(use: Use, context: Context) -> str | None:
    """The codemod that a use falls under."""
    for redirect in context.table.redirects.values():
        if use.written == redirect.module:
            return redirect.codemod
    return context.table.codemod_of([*use.names, use.symbol.rpartition(".")[0]])
