"""The arguments of one call, as the parameters of its rule got them."""

import ast
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from msgspec import Struct

from migrate_engines.emitting.evaluation import is_pure
from migrate_engines.emitting.layout import has_multiline_string, moved
from migrate_engines.emitting.refusal import Refusal
from migrate_engines.finding.use import Use
from migrate_engines.model.edit import Edit, apply_edits
from migrate_engines.model.reason import Reason
from migrate_engines.model.rule import CallRewrite
from migrate_engines.model.span import Span
from migrate_engines.tree.parsing import parse_expression
from migrate_engines.tree.source import SourceFile

Argument: TypeAlias = str | tuple[str, ...]
"""The source of an argument; of several for a variadic parameter (``name=value`` for keywords)."""
Bound = Mapping[str, ast.expr | tuple[ast.expr, ...] | tuple[ast.keyword, ...] | None]


class Arguments(Struct, frozen=True):
    """The arguments of a call by parameter; ``inner`` are the edits of calls within them."""

    source: SourceFile
    use: Use
    rule: CallRewrite
    bound: Bound
    inner: Sequence[Edit] = ()

    def impure(self) -> list[str]:
        return [name for name in self.in_source_order() if not all(map(is_pure, self.values(name)))]

    def in_source_order(self) -> list[str]:
        given = [name for name in self.bound if self.values(name)]
        return sorted(given, key=lambda name: span_of(self.source, self.values(name)[0]))

    def values(self, name: str) -> tuple[ast.expr, ...]:
        value = self.bound[name]
        if isinstance(value, tuple):
            return tuple(
                each.value if isinstance(each, (ast.keyword, ast.Starred)) else each for each in value
            )
        return () if value is None else (value,)

    def nodes(self, name: str) -> list[ast.AST]:
        return [node for value in self.values(name) for node in ast.walk(value)]

    def used(self) -> set[str]:
        found = {
            node.id
            for node in ast.walk(ast.parse(self.rule.template.expression))
            if isinstance(node, ast.Name)
        }
        for statement in self.rule.template.statements:
            found |= {node.id for node in ast.walk(ast.parse(statement)) if isinstance(node, ast.Name)}
        return found & set(self.bound)

    def argument(self, name: str) -> Argument:
        value = self.bound[name]
        if value is None:
            return self._default(name)
        if isinstance(value, tuple):
            return tuple(self._variadic_text(each) for each in value)
        return self._text(value)

    def _variadic_text(self, value: ast.expr | ast.keyword) -> str:
        if isinstance(value, ast.keyword):
            return f"{value.arg}={self._enclosed(value.value)}"
        if isinstance(value, ast.Starred):
            return f"*{self._enclosed(value.value)}"
        return self._enclosed(value)

    def _enclosed(self, value: ast.expr) -> str:
        """The text of one argument among others: with the parentheses that are no part of its node."""
        text = self._text(value)
        needs = isinstance(value, (ast.NamedExpr, ast.Yield, ast.YieldFrom, ast.GeneratorExp))
        return f"({text})" if needs and not text.startswith("(") else text

    def _default(self, name: str) -> str:
        parameter = next(each for each in self.rule.signature.parameters if each.name == name)
        try:
            literal = ast.literal_eval(parameter.default or "")
            hash(literal)
        except (ValueError, SyntaxError, TypeError) as error:
            detail = f"the default of {name}, {parameter.default}, is not an immutable constant"
            raise Refusal(Reason.DEFAULT_NOT_PORTABLE, detail) from error
        return str(parameter.default)

    def _text(self, value: ast.expr) -> str:
        """The argument's source, inner calls rewritten, continuation lines moved with it."""
        span = span_of(self.source, value)
        inside = [edit for edit in self.inner if span.contains(edit.span)]
        shifted = [
            Edit(Span(e.span.start - span.start, e.span.end - span.start), e.replacement) for e in inside
        ]
        text = apply_edits(self.source.text[span.start : span.end], shifted)
        if "\n" not in text or has_multiline_string(value):
            return text
        base = self.indentation()
        is_tall = "\n" in self.rule.template.expression
        return moved(text, self.source.indentation(span.start), base + "    " * is_tall)

    def hoistable(self, name: str) -> str:
        """An argument as a statement's value: wrapped where it relied on the call's parentheses."""
        text = self._text(self.values(name)[0])
        try:
            alone = parse_expression(text)
        except SyntaxError:
            return f"({text})"
        return f"({text})" if isinstance(alone, (ast.NamedExpr, ast.Yield, ast.YieldFrom)) else text

    def indentation(self) -> str:
        return self.source.indentation(span_of(self.source, self.use.outermost).start)


def span_of(source: SourceFile, node: ast.AST) -> Span:
    """The offsets of a node that has a position."""
    return Span(
        source.offset(node.lineno, node.col_offset),  # type: ignore[attr-defined]
        source.offset(node.end_lineno, node.end_col_offset),  # type: ignore[attr-defined]
    )
