"""Uses that are neither calls nor imports: why each is left."""

import ast

from migrate_engines.deciding.broken import is_broken
from migrate_engines.deciding.calls import Verdict
from migrate_engines.deciding.context import Context
from migrate_engines.deciding.target import target_note
from migrate_engines.finding.use import Use
from migrate_engines.finding.wanted import prefixes
from migrate_engines.model.finding import Outcome, UseKind
from migrate_engines.model.proof import Proof
from migrate_engines.model.reason import EXPLANATIONS, Reason
from migrate_engines.tree.index import ObjectKind

_REASONS = {
    UseKind.SUBCLASS: Reason.SUBCLASS,
    UseKind.ANNOTATION: Reason.TYPE_REFERENCE,
    UseKind.TYPE_CHECK: Reason.TYPE_REFERENCE,
    UseKind.MOCK: Reason.CLASS_PATCHED,
    UseKind.ATTRIBUTE: Reason.VALUE_REFERENCE,
    UseKind.VALUE: Reason.VALUE_REFERENCE,
    UseKind.STRING: Reason.STRING_REFERENCE,
}


def is_silent(use: Use, context: Context) -> bool:
    """Whether a patch says nothing: its name is there and no retired one, or its class is spoken of."""
    if use.patch is None or is_broken(use, context):
        return False
    wanted = context.table.wanted
    owner = context.index.resolve(use.written.rpartition(".")[0])
    if use.patch.is_apart and owner.kind is ObjectKind.CLASS:
        return owner.canonical in wanted.retired or use.symbol not in wanted.retired
    return not wanted.concerns(use.written, use.symbol)


def reference_verdict(use: Use, context: Context) -> Verdict:
    """Every such use is a person's to settle, with the place that would be right now."""
    reason = _reason(use, context)
    message = EXPLANATIONS[reason]
    if reason is Reason.BROKEN_PATCH:
        message = f"{message} ({use.written})"
    elif use.is_dynamic and use.symbol not in (use.written, "") and use.kind is not UseKind.STRING:
        message = f"{message} (here {use.symbol})"
    elif note := target_note(use, context):
        message = f"{message} ({note})"
    codemod = codemod_of(use, context)
    return Verdict(Outcome.MANUAL, message, codemod, reason, Proof(use.way))


def _reason(use: Use, context: Context) -> Reason:
    if is_broken(use, context):
        return Reason.BROKEN_PATCH
    if use.is_dynamic or _is_asked(use):
        return Reason.DYNAMIC
    return Reason.FACTORY_SEMANTICS if _is_called(use) else _REASONS[use.kind]


def _is_asked(use: Use) -> bool:
    """``getattr(Class, …)``"""
    match use.ancestors[-1]:
        case ast.Call(ast.Name("getattr"), [owner, _, *_]):
            return owner is use.node
    return False


def _is_called(use: Use) -> bool:
    """Whether an attribute of the object is called."""
    if use.kind is not UseKind.ATTRIBUTE or len(use.ancestors) < 2:
        return False
    call = use.ancestors[-2]
    return isinstance(call, ast.Call) and call.func is use.ancestors[-1]


def codemod_of(use: Use, context: Context) -> str | None:
    """The codemod that a use falls under."""
    home = context.table.wanted.homes.get(use.symbol)
    names = (*use.names, use.symbol.rpartition(".")[0], *([home] if home else []))
    return codemod_of_names(use.written, names, context)


def codemod_of_names(written: str, names: tuple[str, ...], context: Context) -> str | None:
    """The codemod that redirects the module of a dotted name, or first speaks of one of the names."""
    own = [context.table.codemod_of_module(each) for each in prefixes(written)]
    return next(filter(None, own), None) or context.table.codemod_of(names)
