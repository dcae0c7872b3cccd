"""Definitions removed from a module, with what only they needed: entries of ``__all__``, imports."""

import ast
import re
from collections.abc import Iterator, Sequence, Set
from functools import cached_property
from typing import TypeAlias

from msgspec import Struct

from migrate_engines.emitting.imports import StatementChange, edit_import
from migrate_engines.emitting.shim import SideEffect, side_effects
from migrate_engines.model.edit import Edit, apply_edits
from migrate_engines.model.span import Span
from migrate_engines.tree.parsing import parse
from migrate_engines.tree.source import SourceFile
from migrate_engines.tree.steps import Step
from migrate_engines.tree.summary import is_type_checking

Definition: TypeAlias = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
_UNDEFINING = (ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign, ast.Expr, ast.If)


_EXPORTING = Step("plain exports", bool)
_READING = Step("names that statements read", tuple[frozenset[str], ...])


class Pruning(Struct, frozen=True):
    """What leaves a module with some definitions.

    Attributes:
        lines: those of the definitions, with their decorators, the comment above and the blank lines behind.
        imports: local names of imports that nothing reads any more.
        aliases: where these stand.
        is_hollow: nothing would be left but imports and names of what does nothing when it is made.
    """

    lines: frozenset[int]
    imports: frozenset[str]
    aliases: frozenset[Span]
    is_hollow: bool


def definition_of(tree: ast.Module, name: str) -> Definition | None:
    """The one definition of a name at the top level, outside every block."""
    found = [node for node in tree.body if isinstance(node, Definition) and node.name == name]
    return found[0] if len(found) == 1 else None


class Prunable(Struct, frozen=True, dict=True):
    """A module that may lose definitions; what every set of them asks of it is found once."""

    source: SourceFile
    pure_calls: frozenset[str]

    @cached_property
    def tree(self) -> ast.Module:
        """
        Raises:
            Unreadable: the source cannot be parsed.
        """
        return parse(self.source)

    @cached_property
    def has_plain_exports(self) -> bool:
        """Whether ``__all__`` is one plain list, or not there."""
        return _EXPORTING.of_text(self.source.text, "", lambda: exports_of(self.tree) is not None)

    @cached_property
    def effects(self) -> tuple[SideEffect, ...]:
        return tuple(side_effects(self.source, self.pure_calls))

    def without(self, names: Set[str], asked: Set[str]) -> Pruning:
        """What goes with the definitions called ``names``; ``asked`` are local names that others ask for."""
        own: list[Definition | ast.If] = [
            node for node in self.tree.body if isinstance(node, Definition) and node.name in names
        ]
        gone = self._unread(own, asked)
        emptied = [node for node in self.tree.body if isinstance(node, ast.If) and _is_emptied(node, gone)]
        own += emptied
        gone = self._unread(own, asked)
        left = self._left(own)
        lines = {line for node in own for line in _lines(self.source, node)}
        aliases = {_span_of(self.source, each) for each, local in self._imported(left) if local in gone}
        return Pruning(
            frozenset(lines), frozenset(gone), frozenset(aliases), not asked and self._does_nothing(left)
        )

    def _left(self, own: Sequence[ast.stmt]) -> list[ast.stmt]:
        going = {id(node) for node in own}
        return [node for node in self.tree.body if id(node) not in going]

    def _imported(self, nodes: Sequence[ast.stmt]) -> Iterator[tuple[ast.alias, str]]:
        yield from (each for node in nodes for inner in imports_of(node) for each in _aliases(inner))

    def _unread(self, own: Sequence[ast.stmt], asked: Set[str]) -> set[str]:
        """The names of imports that nothing reads once the statements are gone."""
        left = self._left(own)
        imported = {local for _, local in self._imported(left)} - {"*"}
        is_hollow = not asked and self._does_nothing(left)
        read_only_here = self._read_only_by({id(node) for node in own})
        return (imported if is_hollow else imported & read_only_here) - asked

    def _does_nothing(self, left: Sequence[ast.stmt]) -> bool:
        effects = {each.line for each in self.effects}
        return all(isinstance(node, _UNDEFINING) and node.lineno not in effects for node in left)

    def _read_only_by(self, going: Set[int]) -> set[str]:
        """The names that no other statement reads, by the identities of the nodes."""
        read: set[str] = set()
        read_elsewhere: set[str] = set()
        for node, names in zip(self.tree.body, self._names, strict=True):
            (read if id(node) in going else read_elsewhere).update(names)
        return read - read_elsewhere

    @cached_property
    def _names(self) -> tuple[frozenset[str], ...]:
        """What each statement reads, without the imports."""
        return _READING.of_text(self.source.text, "", self._found_names)

    def _found_names(self) -> tuple[frozenset[str], ...]:
        is_import = [isinstance(node, (ast.Import, ast.ImportFrom)) for node in self.tree.body]
        pairs = zip(self.tree.body, is_import, strict=True)
        return tuple(frozenset() if skipped else frozenset(_names_in(node)) for node, skipped in pairs)


def prune(
    source: SourceFile, names: Set[str], asked: Set[str], pure_calls: frozenset[str], line_length: int
) -> str:
    """The module's text without the definitions.

    Where nothing would be left, a docstring says so: the path goes on importing, and the file can be deleted.

    Raises:
        Unreadable: the source cannot be parsed.
    """
    module = Prunable(source, pure_calls)
    tree, found = module.tree, module.without(names, asked)
    if found.is_hollow:
        return f'"""Nothing used what was defined here: this file can be deleted."""{source.newline}'
    edits = [Edit(span, "") for span in _spans(source, found.lines)]
    edits += _without_exports(source, tree, names)
    staying = (each for node in tree.body for each in imports_of(node) if each.lineno not in found.lines)
    for node in staying:
        edits += _without_imports(source, node, found.imports, line_length)
    return apply_edits(source.text, edits)


def imports_of(node: ast.stmt) -> list[ast.Import | ast.ImportFrom]:
    """The import statement itself, or those of a block that only type checkers run."""
    is_guard = isinstance(node, ast.If) and is_type_checking(node.test) and not node.orelse
    nodes = node.body if isinstance(node, ast.If) and is_guard else [node]
    return [each for each in nodes if isinstance(each, (ast.Import, ast.ImportFrom))]


def _is_emptied(node: ast.If, gone: Set[str]) -> bool:
    """Whether a block for type checkers holds nothing but imports that go."""
    found = imports_of(node)
    names = {local for each in found for _, local in _aliases(each)}
    return bool(found) and len(found) == len(node.body) and names <= gone


def exports_of(tree: ast.Module) -> list[ast.expr] | None:
    """The elements of ``__all__``, empty where there is none; None where it is not one plain list."""
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == "__all__"]
    if not found:
        return []
    for node in tree.body:
        match node:
            case ast.Assign([ast.Name("__all__")], ast.List(elements) | ast.Tuple(elements)):
                is_plain = all(isinstance(each, ast.Constant) for each in elements)
                return elements if is_plain and len(found) == 1 else None
    return None


def _lines(source: SourceFile, node: Definition | ast.If) -> Iterator[int]:
    """From the comment that stands directly above the statement to the blank lines behind it."""
    decorators = () if isinstance(node, ast.If) else node.decorator_list
    first = min([node.lineno, *(each.lineno for each in decorators)])
    while first > 1 and source.line_text(first - 1).startswith("#"):
        first -= 1
    last = node.end_lineno or node.lineno
    while last < len(source.line_starts) and not source.line_text(last + 1).strip():
        last += 1
    yield from range(first, last + 1)


def _spans(source: SourceFile, lines: Set[int]) -> Iterator[Span]:
    """The lines as spans; those that end the file take the blank lines in front of them along."""
    count = len(source.line_starts)
    gone = set(lines)
    first = min((line for line in range(1, count + 1) if gone.issuperset(range(line, count + 1))), default=1)
    while first > 1 and not source.line_text(first - 1).strip():
        first -= 1
        gone.add(first)
    starts = sorted(line for line in gone if line - 1 not in gone)
    for start in starts:
        end = next(line for line in range(start, count + 2) if line not in gone)
        yield Span(
            source.line_starts[start - 1], source.line_starts[end - 1] if end <= count else len(source.text)
        )


def _names_in(statement: ast.stmt) -> Iterator[str]:
    """Every name that the statement reads, or that a string of its own other than a docstring may mean."""
    told = {id(each.value) for each in ast.walk(statement) if isinstance(each, ast.Expr)}
    for node in ast.walk(statement):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield from re.findall(r"[^\W\d]\w*", node.value)


def _aliases(node: ast.stmt) -> Iterator[tuple[ast.alias, str]]:
    """What an import statement binds, and the local name of each."""
    if isinstance(node, (ast.Import, ast.ImportFrom)) and getattr(node, "module", "") != "__future__":
        yield from ((each, each.asname or each.name.partition(".")[0]) for each in node.names)


def _without_exports(source: SourceFile, tree: ast.Module, names: Set[str]) -> Iterator[Edit]:
    """Entries go up to the next one that stays, or behind the last one that does."""
    elements = exports_of(tree) or []
    spans = [_span_of(source, each) for each in elements]
    stays = [not (isinstance(each, ast.Constant) and each.value in names) for each in elements]
    kept = [position for position, each in enumerate(stays) if each]
    if elements and not kept:
        yield Edit(_inside(source, elements), "")
        return
    for position, span in enumerate(spans):
        after = next((spans[each].start for each in kept if each > position), None)
        if not stays[position] and after is not None and (position == 0 or stays[position - 1]):
            yield Edit(Span(span.start, after), "")
    if kept and len(kept) < len(elements):
        end = spans[-1].end
        is_lone = len(kept) == 1 and source.text[end:].lstrip().startswith(")")
        yield Edit(Span(spans[kept[-1]].end, end), "," if is_lone else "")  # a tuple of one needs its comma


def _inside(source: SourceFile, elements: Sequence[ast.expr]) -> Span:
    """All that stands between the brackets around the elements."""
    start, end = _span_of(source, elements[0]).start, _span_of(source, elements[-1]).end
    while source.text[start - 1] not in "[(":
        start -= 1
    while source.text[end] not in "])":
        end += 1
    return Span(start, end)


def _span_of(source: SourceFile, node: ast.expr | ast.alias) -> Span:
    start = source.offset(node.lineno, node.col_offset)
    return Span(start, source.offset(node.end_lineno or node.lineno, node.end_col_offset or 0))


def _without_imports(
    source: SourceFile, node: ast.Import | ast.ImportFrom, gone: Set[str], line_length: int
) -> Sequence[Edit]:
    locals_ = [each.asname or each.name.partition(".")[0] for each in node.names]
    leaving = frozenset(position for position, local in enumerate(locals_) if local in gone)
    start = source.offset(node.lineno, node.col_offset)
    end = source.offset(node.end_lineno or node.lineno, node.end_col_offset or 0)
    last = source.line_text(node.end_lineno or node.lineno)
    is_alone = source.begins_line(start) and last.rstrip().endswith(source.text[end - 1])
    change = StatementChange(Span(start, end), is_alone, len(locals_), leaving, ())
    return edit_import(source, change, line_length) if leaving else ()
