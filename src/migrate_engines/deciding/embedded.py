"""The Python of a notebook or a document decided: what it uses is reported, and never edited."""

from collections.abc import Iterator

from msgspec.structs import replace

from migrate_engines.deciding.context import Context
from migrate_engines.deciding.decide import decide
from migrate_engines.deciding.decided import DecidedFile, ImportedAlias, RemainingUse
from migrate_engines.deciding.references import codemod_of_names
from migrate_engines.model.finding import Finding, Outcome, UseKind
from migrate_engines.model.proof import Proof
from migrate_engines.model.reason import EXPLANATIONS, Reason
from migrate_engines.model.span import Span
from migrate_engines.tree.embedded import NOTEBOOK, Embedded, embedded, lines_of_words
from migrate_engines.tree.source import SourceFile

_SETTLED = (Outcome.KEPT, Outcome.SUPPRESSED)


def decide_embedded(source: SourceFile, context: Context) -> DecidedFile:
    """A notebook is run, and holds what it uses; a document only shows it.

    Raises:
        Unreadable: the file is no notebook.
    """
    found = embedded(source)
    decided = decide(found.code, context)
    aliases = [each for line in decided.lines for each in line.aliases if each.is_wanted]
    findings = [
        *(_moved(each, found, source) for each in decided.findings),
        *(_imported(each, found, source, context) for each in aliases),
        *_unread(found, source, context),
    ]
    is_run = source.path.endswith(NOTEBOOK)
    return DecidedFile(
        source,
        tuple(sorted(findings, key=lambda each: each.place)),
        (),
        (),
        frozenset(),
        tuple(_remaining(each, source) for each in findings if is_run and each.outcome is Outcome.MANUAL),
        decided.imported if is_run else frozenset(),
        decided.exports if is_run else frozenset(),
        False,
    )


def _moved(finding: Finding, found: Embedded, source: SourceFile) -> Finding:
    """The finding where its line stands in the file."""
    span = found.spans[finding.place.line - 1]
    moved = replace(finding, span=span, place=source.place(span), proof=_without_lines(finding.proof))
    if finding.outcome in _SETTLED:
        return moved
    reason = Reason.EMBEDDED_CODE
    message = f"{EXPLANATIONS[reason]} ({finding.outcome}: {finding.message})"
    return replace(moved, outcome=Outcome.MANUAL, message=message, reason=reason)


def _without_lines(proof: Proof) -> Proof:
    """Lines of the code alone would be told as lines of the file."""
    return replace(proof, bindings=())


def _imported(alias: ImportedAlias, found: Embedded, source: SourceFile, context: Context) -> Finding:
    span = found.spans[found.code.line_of(alias.span.start) - 1]
    names = tuple(dict.fromkeys((alias.target, alias.symbol)))
    codemod = codemod_of_names(alias.target, names, context)
    reason = Reason.EMBEDDED_CODE
    return _manual(codemod, alias.symbol, UseKind.IMPORT, span, source, EXPLANATIONS[reason], Proof(names))


def _unread(found: Embedded, source: SourceFile, context: Context) -> Iterator[Finding]:
    """Blocks that are no Python of today may still use what is retired."""
    for text, span in lines_of_words(found.unread, sorted(context.table.wanted.words)):
        told = EXPLANATIONS[Reason.EMBEDDED_CODE]
        message = f"{told} (the code around it cannot be parsed: {text.strip()})"
        symbol = _meant(text, context)
        codemod = codemod_of_names(symbol, (symbol,), context)
        yield _manual(codemod, symbol, UseKind.STRING, span, source, message, Proof((symbol,)))


def _meant(text: str, context: Context) -> str:
    """The symbol that a line may mean, by its own name, or else by a word of the rules."""
    wanted = context.table.wanted
    names = (each for each in sorted(wanted.symbols) if each.rpartition(".")[2] in text)
    return next(names, next(word for word in sorted(wanted.words) if word in text))


def _manual(
    codemod: str | None, symbol: str, kind: UseKind, span: Span, source: SourceFile, told: str, proof: Proof
) -> Finding:
    place = source.place(span)
    return Finding(codemod, symbol, kind, span, place, Outcome.MANUAL, told, Reason.EMBEDDED_CODE, proof)


def _remaining(finding: Finding, source: SourceFile) -> RemainingUse:
    written = finding.proof.chain[0] if finding.proof.chain else finding.symbol
    return RemainingUse(finding.symbol, written, source.path, finding.place.line, Reason.EMBEDDED_CODE)
