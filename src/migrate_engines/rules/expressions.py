"""What an expression of a template says: names it needs, names it binds, syntax it may not use."""

import ast
import io
import string
import tokenize
from collections.abc import Iterator
from typing import TypeAlias

from msgspec import Struct, field

_Comprehension: TypeAlias = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


class Names(Struct):
    """``free`` names come from outside; ``bound`` ones belong to a lambda or a comprehension."""

    free: list[ast.Name] = field(default_factory=list)
    bound: list[ast.Name | ast.arg] = field(default_factory=list)


def names_of(node: ast.AST) -> Names:
    visitor = _Visitor()
    visitor.visit(node)
    return visitor.names


def bound_name(node: ast.Name | ast.arg) -> str:
    return node.id if isinstance(node, ast.Name) else node.arg


def async_parts(node: ast.AST) -> Iterator[ast.expr]:
    """What only an ``async def`` may hold."""
    for child in ast.walk(node):
        match child:
            case ast.Await():
                yield child
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                if any(part.is_async for part in child.generators):
                    yield child


def binding_parts(node: ast.AST) -> Iterator[ast.expr]:
    """What no template may hold: it would change the function that it lands in."""
    for child in ast.walk(node):
        if isinstance(child, ast.NamedExpr | ast.Yield | ast.YieldFrom):
            yield child


def needs_new_strings(text: str) -> bool:
    """Whether Pythons before 3.12 cannot read the formatted strings of ``text``, which this one can."""
    quotes: list[str] = []
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        kind = tokenize.tok_name[token.type]
        if kind.endswith("STRING_END"):
            quotes.pop()
        elif quotes and not kind.endswith("STRING_MIDDLE") and _is_new_in(quotes, kind, token.string):
            return True
        elif kind.endswith("STRING_START"):
            quotes.append(token.string.lstrip(string.ascii_letters))
    return False


def _is_new_in(quotes: list[str], kind: str, text: str) -> bool:
    """Whether a token could not stand in the fields of strings with these quotes, the outermost first."""
    is_on_one_line = any(len(quote) == 1 for quote in quotes)
    is_split = kind == "NL" and is_on_one_line
    return kind == "COMMENT" or is_split or "\\" in text or any(quote in text for quote in quotes)


class _Visitor(ast.NodeVisitor):
    def __init__(self) -> None:
        self.names = Names()
        self._scopes: list[set[str]] = []

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load) and not any(node.id in scope for scope in self._scopes):
            self.names.free.append(node)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        arguments = node.args
        for default in [*arguments.defaults, *filter(None, arguments.kw_defaults)]:
            self.visit(default)
        variadic = [each for each in (arguments.vararg, arguments.kwarg) if each]
        self._enter([*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, *variadic])
        self.visit(node.body)
        self._scopes.pop()

    def visit_ListComp(self, node: ast.ListComp) -> None:
        self._comprehension(node)

    def visit_SetComp(self, node: ast.SetComp) -> None:
        self._comprehension(node)

    def visit_DictComp(self, node: ast.DictComp) -> None:
        self._comprehension(node)

    def visit_GeneratorExp(self, node: ast.GeneratorExp) -> None:
        self._comprehension(node)

    def _comprehension(self, node: _Comprehension) -> None:
        first, *rest = node.generators
        self.visit(first.iter)  # in [x for x in FIRST for y in ...] only FIRST belongs to the outer scope
        self._enter([name for part in node.generators for name in _targets(part)])
        results = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
        for part in (first.target, *first.ifs, *rest, *results):
            self.visit(part)
        self._scopes.pop()

    def _enter(self, bound: list[ast.arg] | list[ast.Name]) -> None:
        self.names.bound += bound
        self._scopes.append({bound_name(node) for node in bound})


def _targets(part: ast.comprehension) -> Iterator[ast.Name]:
    for node in ast.walk(part.target):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node
