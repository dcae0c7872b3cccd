"""One file through the queries of a file of queries."""

import ast
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from migrate_engines.deciding.suppressed import suppression
from migrate_engines.model.edit import Edit, apply_edits
from migrate_engines.model.finding import Finding, Outcome, UseKind
from migrate_engines.model.proof import Proof
from migrate_engines.model.reason import EXPLANATIONS, Reason
from migrate_engines.model.result import Failed, FileResult, Rewritten, Skipped, Unchanged
from migrate_engines.model.span import Place, Span
from migrate_engines.queries.changes import changes, normal
from migrate_engines.queries.query import Query, Refused
from migrate_engines.queries.unbound import names_of
from migrate_engines.settings import Settings
from migrate_engines.tree.parsing import check_compiles, parse
from migrate_engines.tree.reading import UNREADABLE, read_source, why_unread
from migrate_engines.tree.source import SourceFile, Unreadable


class Asked(Struct, frozen=True):
    """A query with the name by which it knows the file."""

    query: Query
    filename: str


class Wish(Struct, frozen=True):
    """What a run wants of each file; ``declined`` are changes that stay out, by file and span."""

    codemod: str
    settings: Settings
    declined: frozenset[tuple[str, Span]] = frozenset()


def guarded(path: str, step: Callable[[], FileResult | None]) -> FileResult | None:
    """What the step gives; a file that cannot be read, or that a query fails on, is that file's failure."""
    try:
        return step()
    except UNREADABLE as error:
        return Failed(path, why_unread(error))
    except (Exception, SystemExit) as error:  # noqa: BLE001 (a query is anybody's code, and costs one file)
        return Failed(path, f"the query failed: {type(error).__name__}: {error}")


def file_result(path: str, data: bytes, asked: Sequence[Asked], wish: Wish) -> FileResult | None:
    """What becomes of a file; None where it holds nothing that a query selects.

    Raises:
        Unreadable: Python cannot read it, or could not read what the queries make of it.
        Exception: whatever the queries' own functions raise.
    """
    text = data.decode("utf-8", "replace")
    if not any(each.query.may_select(text) for each in asked):
        return None
    if b"@generated" in data[:1000]:
        return Skipped(path, "generated file")
    source = read_source(path, wish.settings, data)
    tree = parse(source)
    try:
        new, titles = _transformed(normal(source), asked)
    except Refused as error:
        return Failed(path, f"{error}; migrate it by hand", (_refused(source, error, wish.codemod),))
    wanted = [each for each in changes(source, new) if (path, each.span) not in wish.declined]
    findings = [_finding(source, each, ", ".join(titles), wish.codemod) for each in wanted]
    taken = [edit for edit, each in zip(wanted, findings, strict=True) if each.outcome is Outcome.FIXED]
    others = list(_in_strings(source, tree, asked, wish.codemod))
    after = replace(source, text=apply_edits(source.text, taken))
    if taken and (lost := _lost(source, after, tree)):
        told = _still_read(tree, findings, lost)
        findings, taken = [_held(each, told) for each in findings], []
    listed = tuple(sorted([*findings, *others], key=lambda each: each.place))
    return Rewritten(path, data, _encoded(after), listed) if taken else Unchanged(path, listed)


def _lost(source: SourceFile, after: SourceFile, tree: ast.Module) -> list[str]:
    """Names that mean nothing any more, or not yet: a star import may bring what was never bound here.

    Raises:
        Unreadable: the text is not Python any more.
    """
    try:
        check_compiles(after, source)
        old, new = names_of(source), names_of(after)
    except Unreadable as error:
        raise Unreadable(f"would be broken by the query: it {error}") from error
    imports = [each for each in ast.walk(tree) if isinstance(each, ast.ImportFrom)]
    has_star = any(alias.name == "*" for each in imports for alias in each.names)
    lost = new.unbound - old.unbound
    return sorted(lost & old.bound if has_star else lost)


def _still_read(tree: ast.Module, findings: Sequence[Finding], lost: Sequence[str]) -> str:
    """Where the names are read that the changes leave without a meaning."""
    changed = {line for each in findings if each.outcome is Outcome.FIXED for line in _lines(each.place)}
    reads = [each for each in ast.walk(tree) if isinstance(each, ast.Name) and each.id in lost]
    lines = (f"{each.id} in line {each.lineno}" for each in reads if each.lineno not in changed)
    return ", ".join(dict.fromkeys(lines)) or ", ".join(lost)


def _held(finding: Finding, reads: str) -> Finding:
    """The finding of a change that is not made."""
    if finding.outcome is not Outcome.FIXED:
        return finding
    told = f"{EXPLANATIONS[Reason.STILL_USED]} (Read, and not bound: {reads})"
    return replace(finding, outcome=Outcome.MANUAL, reason=Reason.STILL_USED, message=told)


def _encoded(source: SourceFile) -> bytes:
    try:
        return source.encode(source.text)
    except UnicodeEncodeError as error:
        told = f"its encoding {source.encoding} has no {error.object[error.start : error.end]!r}"
        raise Unreadable(f"cannot hold what the query writes: {told}") from error


def _transformed(text: str, asked: Sequence[Asked]) -> tuple[str, list[str]]:
    """One query after the other; and the titles of those that changed something."""
    titles: list[str] = []
    for each in asked:
        if each.query.may_select(text):
            before, text = text, each.query.transformed(text, each.filename)
            titles += [each.query.title] if text != before else []
    return text, list(dict.fromkeys(titles))


def _refused(source: SourceFile, error: Refused, codemod: str) -> Finding:
    """The line that Bowler cannot read."""
    line = min(error.line, len(source.line_starts))
    start = source.line_starts[line - 1]
    span, reason = Span(start, start + len(source.line_text(line))), Reason.NEWER_SYNTAX
    told, place = EXPLANATIONS[reason], source.place(span)
    proof = Proof((codemod,), notes=(str(error),))
    return Finding(codemod, codemod, UseKind.QUERY, span, place, Outcome.MANUAL, told, reason, proof)


def _finding(source: SourceFile, edit: Edit, title: str, codemod: str) -> Finding:
    place = source.place(edit.span)
    told = EXPLANATIONS[Reason.UNPROVEN]
    proof = Proof((title,), notes=(told,))
    found = Finding(
        codemod, title, UseKind.QUERY, edit.span, place, Outcome.FIXED, told, Reason.UNPROVEN, proof
    )
    for line in _lines(place):
        if accepted := suppression(source, line, Reason.UNPROVEN):
            return replace(found, outcome=Outcome.SUPPRESSED, message=accepted)
    return found


def _lines(place: Place) -> range:
    """The lines of a change, at least one; the place's end is exclusive."""
    last = place.end_line if place.end_column > 1 else place.end_line - 1
    return range(place.line, max(last, place.line) + 1)


def _in_strings(
    source: SourceFile, tree: ast.Module, asked: Sequence[Asked], codemod: str
) -> Iterator[Finding]:
    """Names inside formatted strings: Bowler takes those for plain text."""
    names = {words[-1] for each in asked for words in each.query.words if words}
    parts: set[ast.AST] = set()
    for string in ast.walk(tree):
        if isinstance(string, ast.JoinedStr) and string not in parts:
            parts.update(ast.walk(string))
            inside = {getattr(each, "id", getattr(each, "attr", "")) for each in ast.walk(string)}
            for name in sorted(names & inside):
                yield _left(source, string, name, codemod)


def _left(source: SourceFile, string: ast.JoinedStr, name: str, codemod: str) -> Finding:
    start = source.offset(string.lineno, string.col_offset)
    end = source.offset(string.end_lineno or string.lineno, string.end_col_offset or 0)
    span, reason = Span(start, end), Reason.FORMATTED_STRING
    place, told = source.place(span), EXPLANATIONS[reason]
    found = Finding(codemod, name, UseKind.QUERY, span, place, Outcome.MANUAL, told, reason, Proof((name,)))
    accepted = suppression(source, place.line, reason)
    return replace(found, outcome=Outcome.SUPPRESSED, message=accepted) if accepted else found
