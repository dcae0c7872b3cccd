"""Import statements rewritten: names that leave, names that move, names that come."""

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from migrate_engines.emitting.layout import with_newlines
from migrate_engines.model.edit import Edit, apply_edits
from migrate_engines.model.span import Span
from migrate_engines.tree.comments import comments_in, comments_of
from migrate_engines.tree.digest import joined
from migrate_engines.tree.source import SourceFile
from migrate_engines.tree.steps import Step

# Of a statement without some of its names.
_SHORTENED = Step("shortened", str)


class FromImport(Struct, frozen=True, order=True):
    """``from module import name as local``; a ``comment`` goes with it, on a statement of its own."""

    module: str
    name: str
    local: str
    comment: str = ""

    def __str__(self) -> str:
        return self.name if self.name == self.local else f"{self.name} as {self.local}"


class StatementChange(Struct, frozen=True):
    """What happens to one import statement.

    Attributes:
        leaving: positions of the aliases that leave it.
        arriving: the imports that stand in its place or after it.
        renaming: edits of aliases that stay and bind another name.
    """

    span: Span
    is_alone: bool
    alias_count: int
    leaving: frozenset[int]
    arriving: tuple[FromImport, ...]
    leaves_block_empty: bool = False
    renaming: tuple[Edit, ...] = ()


def edit_import(source: SourceFile, change: StatementChange, line_length: int) -> list[Edit]:
    """The edits of one statement; its comments and what stays keep their places.

    Comments on names that leave stand on lines of their own above what takes the names' place.
    """
    start = change.span.start
    old = source.text[start : change.span.end]
    renaming = [Edit(Span(e.span.start - start, e.span.end - start), e.replacement) for e in change.renaming]
    text = apply_edits(old, renaming)
    indentation = source.indentation(change.span.start)
    new = statements_of(change.arriving, line_length - len(indentation))
    is_kept = len(change.leaving) < change.alias_count
    kept = (_without(text, change.leaving, source.newline) if change.leaving else text) if is_kept else ""
    comments = _comments_lost(source, change, kept)
    if not change.is_alone:
        return _edit_in_line(source, change, kept, new, comments)
    if is_kept:
        edits = [] if kept == old else [Edit(change.span, kept)]
        return edits + _after(source, change, comments, new, indentation)
    if not new:
        return [_deletion(source, change, comments)]
    first, *rest = (_laid_out(each, indentation, source.newline) for each in new)
    above = "".join(f"{comment}{source.newline}{indentation}" for comment in comments)
    return [Edit(change.span, above + first), *_inserted(source, change.span.end, rest, indentation)]


def _without(text: str, leaving: frozenset[int], newline: str) -> str:
    def work() -> str:
        from migrate_engines.emitting.leaving import without  # libcst starts slowly

        return without(text, leaving, newline)

    return _SHORTENED.made(joined(b"", text, repr(sorted(leaving)), newline), work)


def _edit_in_line(
    source: SourceFile, change: StatementChange, kept: str, new: Sequence[str], comments: Sequence[str]
) -> list[Edit]:
    """A statement that shares its line: what arrives follows after semicolons, comments end the line."""
    parts = [*([kept] if kept else []), *map(_one_line, new)]
    edits = [Edit(change.span, "; ".join(parts) or "pass")]
    if comments:
        end = _line_end(source, change.span.end)
        edits.append(Edit(Span(end, end), "".join(f"  {comment}" for comment in comments)))
    return edits


def _comments_lost(source: SourceFile, change: StatementChange, kept: str) -> list[str]:
    """Comments inside the statement that neither what is kept of it nor what arrives has."""
    inside = [each.text for each in comments_in(source, change.span)]
    has = Counter(each.text for each in comments_of(SourceFile(source.path, kept)))
    has.update(each.comment for each in change.arriving if each.comment)
    lost: list[str] = []
    for text in inside:
        if has[text]:
            has[text] -= 1
        else:
            lost.append(text)
    return lost


def statements_of(arriving: Sequence[FromImport], width: int) -> list[str]:
    """One statement a module, in the order of first mention, and one for each name with a comment."""
    groups: dict[tuple[str, str], list[FromImport]] = {}
    for each in dict.fromkeys(arriving):
        groups.setdefault((each.module, each.comment), []).append(each)
    statements: list[str] = []
    for (module, comment), names in groups.items():
        for part in [[each] for each in names] if comment else [names]:
            text = from_statement(module, part, width)
            statements.append(f"{text}  {comment}" if comment else text)
    return statements


def from_statement(module: str, names: Sequence[FromImport], width: int) -> str:
    """One line where it fits in ``width``, else one name a line in parentheses."""
    line = f"from {module} import {', '.join(map(str, names))}"
    if len(line) <= width or len(names) == 1:
        return line
    body = "".join(f"    {name},\n" for name in names)
    return f"from {module} import (\n{body})"


def _laid_out(statement: str, indentation: str, newline: str) -> str:
    return with_newlines(statement.replace("\n", f"\n{indentation}"), newline)


def _one_line(statement: str) -> str:
    return " ".join(statement.replace("(\n", "").replace(",\n)", "").split())


def _after(
    source: SourceFile,
    change: StatementChange,
    comments: Sequence[str],
    new: Sequence[str],
    indentation: str,
) -> list[Edit]:
    laid_out = [*comments, *(_laid_out(each, indentation, source.newline) for each in new)]
    return _inserted(source, change.span.end, laid_out, indentation)


def _inserted(source: SourceFile, end: int, statements: Sequence[str], indentation: str) -> list[Edit]:
    """New lines after the one that holds ``end``, behind its comment."""
    if not statements:
        return []
    at = _line_end(source, end)
    text = "".join(f"{source.newline}{indentation}{statement}" for statement in statements)
    return [Edit(Span(at, at), text)]


def _deletion(source: SourceFile, change: StatementChange, inside: Sequence[str]) -> Edit:
    """The statement's lines, but for their comments; ``pass`` where the block would be left empty."""
    newline, indentation = source.newline, source.indentation(change.span.start)
    if change.leaves_block_empty:
        above = "".join(f"{comment}{newline}{indentation}" for comment in inside)
        return Edit(change.span, f"{above}pass")
    first, last = source.line_of(change.span.start), source.line_of(change.span.end)
    line_end = _line_end(source, change.span.end)
    comments = [*inside, source.text[change.span.end : line_end].strip()]
    if any(comments):
        kept = f"{newline}{indentation}".join(filter(None, comments))
        return Edit(Span(change.span.start, line_end), kept)
    last += _blank_lines_left_over(source, first, last)
    end = source.line_starts[last] if last < len(source.line_starts) else len(source.text)
    return Edit(Span(source.line_starts[first - 1], end), "")


def _blank_lines_left_over(source: SourceFile, first: int, last: int) -> int:
    """How many empty lines after the lines ``first`` to ``last`` go with them: the larger gap stays."""
    above = _blank_lines(source, first - 1, -1)
    below = _blank_lines(source, last + 1, 1)
    return below if above == first - 1 else min(above, below)


def _blank_lines(source: SourceFile, line: int, step: int) -> int:
    count = 0
    while 1 <= line <= len(source.line_starts) and not source.line_text(line).strip():
        line, count = line + step, count + 1
    return count


def _line_end(source: SourceFile, offset: int) -> int:
    """Where the text of the line ends, its line end left out."""
    line = source.line_of(offset)
    return source.line_starts[line - 1] + len(source.line_text(line))
