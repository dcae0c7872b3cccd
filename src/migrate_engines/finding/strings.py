"""Strings that are references: quoted annotations, and dotted paths."""

import ast
from collections.abc import Iterable, Iterator
from typing import Literal

from migrate_engines.finding.dotted import beginning, reference
from migrate_engines.finding.kinds import in_annotation, is_quoted_type
from migrate_engines.finding.names import FileNames
from migrate_engines.finding.scope import Lookup, StringRead
from migrate_engines.finding.use import Use
from migrate_engines.finding.values import Values
from migrate_engines.finding.wanted import Wanted
from migrate_engines.model.finding import UseKind
from migrate_engines.tree.parsing import parse_quoted


class StringFinder:
    """Turns the strings of one file into uses; ``taken`` are nodes that something else speaks of."""

    def __init__(self, names: FileNames, wanted: Wanted, taken: Iterable[ast.AST] = ()) -> None:
        self._names = names
        self._wanted = wanted
        self._taken = set(taken)

    def uses(self, strings: Iterable[StringRead], lookups: Iterable[Lookup]) -> Iterator[Use]:
        for string in strings:
            parent = string.ancestors[-1]
            if string.node in self._taken or isinstance(parent, (ast.Expr, ast.JoinedStr)):
                continue
            if in_annotation(string.node, string.ancestors):
                yield from self._quoted_annotation(string)
                continue
            is_type = is_quoted_type(string.node, string.ancestors)
            types = list(self._quoted_annotation(string)) if is_type else []
            yield from types or self._path(string, reference(self._absolute(string)))
        for lookup in lookups:
            if isinstance(lookup.node, ast.JoinedStr) and lookup.node not in self._taken:
                yield from self._formatted(lookup, lookup.node)

    def _absolute(self, string: StringRead) -> str:
        """The text, made absolute where it is the relative name of a module."""
        match string.ancestors[-1]:
            case ast.Call(_, [first, *_]) as call if first is string.node and string.text.startswith("."):
                return Values(self._names).object(call, string.scope) or string.text
        return string.text

    def _path(self, at: StringRead | Lookup, dotted: str | None) -> Iterator[Use]:
        if dotted is None or not self._wanted.holds_word(dotted):
            return
        if self._wanted.concerns(dotted, self._names.index.canonical(dotted)):
            yield self._use(at, UseKind.STRING, dotted)

    def _formatted(self, lookup: Lookup, node: ast.JoinedStr) -> Iterator[Use]:
        """A text put together: a path, or the beginning of one that ends in a name nobody can see."""
        values = Values(self._names)
        parts = [values.text(part, lookup.scope) for part in node.values]
        if None not in parts:
            yield from self._path(lookup, reference("".join(filter(None, parts))))
        elif (begun := beginning(parts)) and self._wanted.concerns(begun, self._names.index.canonical(begun)):
            yield self._use(lookup, UseKind.STRING, begun, is_dynamic=True)

    def _quoted_annotation(self, string: StringRead) -> Iterator[Use]:
        if not self._wanted.holds_word(string.text):
            return
        for part in parts_of_type(string.text):
            written = self._names.dotted(part, string.scope)
            if written and self._names.index.canonical(written) in self._wanted.retired:
                yield self._use(string, UseKind.ANNOTATION, written)

    def _use(self, at: StringRead | Lookup, kind: UseKind, written: str, *, is_dynamic: bool = False) -> Use:
        resolution = self._names.index.resolve(written)
        symbol, chain = resolution.canonical, resolution.chain
        return Use(symbol, written, chain, kind, at.node, at.scope, at.ancestors, is_dynamic=is_dynamic)


_FORMS: tuple[Literal["eval", "func_type"], ...] = ("eval", "func_type")


def parts_of_type(text: str) -> Iterator[ast.Name | ast.Attribute]:
    """The names and attributes in the text of an annotation, or of a function's type comment."""
    for mode in _FORMS:
        if (inner := parse_quoted(text, mode)) is not None:
            yield from (part for part in ast.walk(inner) if isinstance(part, (ast.Name, ast.Attribute)))
            return  # else it is prose, or the other of the two forms
