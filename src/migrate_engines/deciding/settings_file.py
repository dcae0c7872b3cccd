"""A file of settings decided: what it names is reported, and never edited."""

from migrate_engines.deciding.context import Context
from migrate_engines.deciding.decided import DecidedFile, RemainingUse
from migrate_engines.deciding.references import codemod_of_names
from migrate_engines.deciding.target import current_target
from migrate_engines.finding.settings_text import NamedInText, named_in_text
from migrate_engines.model.finding import Finding, Outcome, UseKind
from migrate_engines.model.proof import Proof
from migrate_engines.model.reason import EXPLANATIONS, Reason
from migrate_engines.tree.source import SourceFile


def decide_settings(source: SourceFile, context: Context) -> DecidedFile:
    """The names of retired objects in a text; other files rely on them as on strings in Python."""
    named = list(named_in_text(source, context.index, context.table.wanted))
    return DecidedFile(
        source,
        tuple(_finding(source, each, context) for each in named),
        (),
        (),
        frozenset(),
        tuple(_remaining(source, each) for each in named),
        frozenset(each.written for each in named),
        frozenset(each.written for each in named),
        False,
    )


def _finding(source: SourceFile, named: NamedInText, context: Context) -> Finding:
    reason = Reason.STRING_REFERENCE
    message = EXPLANATIONS[reason]
    if target := current_target(named.written, context):
        message = f"{message} (now {target}; the redirect leaves the old path working)"
    resolution = named.resolution
    return Finding(
        codemod_of_names(named.written, (*resolution.chain, resolution.canonical), context),
        resolution.canonical,
        UseKind.STRING,
        named.span,
        source.place(named.span),
        Outcome.MANUAL,
        message,
        reason,
        Proof(tuple(dict.fromkeys((named.written, *resolution.chain, resolution.canonical)))),
    )


def _remaining(source: SourceFile, named: NamedInText) -> RemainingUse:
    line = source.line_of(named.span.start)
    return RemainingUse(named.resolution.canonical, named.written, source.path, line, Reason.STRING_REFERENCE)
