"""Imports inside a function: where one at the top of the module would close a cycle."""

import ast
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from msgspec import Struct

from migrate_engines.emitting.imports import FromImport, statements_of
from migrate_engines.emitting.layout import with_newlines
from migrate_engines.emitting.refusal import Refusal
from migrate_engines.finding.import_time import called_on_import
from migrate_engines.finding.scope import Binding, Scope
from migrate_engines.finding.use import Use
from migrate_engines.model.edit import Edit
from migrate_engines.model.reason import Reason
from migrate_engines.model.span import Span
from migrate_engines.tree.import_graph import Chain, ImportGraph
from migrate_engines.tree.source import SourceFile

Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef


class Opening(Struct, frozen=True):
    """Where the body of a function begins, after its docstring and its ``global`` statements.

    Attributes:
        offset: the start of the line that the first statement, or the comment above it, stands on.
        is_spaced: an empty line or another import follows.
    """

    offset: int
    indentation: str
    is_spaced: bool


class FunctionOpener(Struct, frozen=True):
    """Finds the function that can hold an import of one file."""

    source: SourceFile
    module: str
    graph: ImportGraph

    def closing(self, target: str, anchors: Iterable[Binding]) -> Chain | None:
        """The cycle that an import of ``target`` beside one of the anchors would close."""
        for anchor in filter(self._runs_on_import, anchors):
            begun = self.graph.begun(self.module, [anchor.target or ""])
            if chain := self.graph.closing(self.module, target, begun):
                return chain
        return None

    def function_of(self, use: Use, chain: Chain) -> tuple[Scope, Function]:
        """The function around a use, which runs when its module is there, and its scope.

        Raises:
            Refusal: there is none, or its body can take no statement.
        """
        scope = use.scope.definition()
        if scope is None:
            raise _refusal(chain, "the call runs when the module is imported")
        function = scope.node
        assert isinstance(function, Function)
        if function.name in called_on_import(_tree(scope)):
            raise _refusal(chain, f"{function.name} is called when the module is imported")
        if opening_of(self.source, function) is None:
            raise _refusal(chain, f"the body of {function.name} does not begin its own line")
        return scope, function

    @staticmethod
    def _runs_on_import(anchor: Binding) -> bool:
        if anchor.type_checking:
            return False
        around = anchor.scope.definition()
        if around is None:
            return True
        return getattr(around.node, "name", "") in called_on_import(_tree(around))


def _refusal(chain: Chain, why: str) -> Refusal:
    return Refusal(Reason.IMPORT_CYCLE, f"{chain} at import time, and {why}")


def _tree(scope: Scope) -> ast.Module:
    tree = scope.module.node
    assert isinstance(tree, ast.Module)
    return tree


def opening_of(source: SourceFile, function: Function) -> Opening | None:
    """Where a function takes a new first statement; None where its body stands on the line of its ``def``."""
    before, first = _around_opening(function)
    line = min([first.lineno, *(each.lineno for each in getattr(first, "decorator_list", ()))])
    start = source.line_starts[line - 1]
    indentation = source.indentation(start)
    if line == first.lineno and not source.begins_line(source.offset(line, first.col_offset)):
        return None
    while line - 1 > before and _is_passed(source.line_text(line - 1)):
        line -= 1
    following = source.line_text(line).split()
    is_spaced = not following or following[0] in ("import", "from")
    return Opening(source.line_starts[line - 1], indentation, is_spaced)


def _around_opening(function: Function) -> tuple[int, ast.stmt]:
    """The last line of what stays first in the body, and the statement that follows it."""
    body, line = function.body, function.lineno
    has_text = ast.get_docstring(function, clean=False) is not None
    for position, statement in enumerate(body):
        is_text = position == 0 and has_text
        if not is_text and not isinstance(statement, (ast.Global, ast.Nonlocal)):
            return line, statement
        line = statement.end_lineno or line
    return line, body[-1]


def _is_passed(line: str) -> bool:
    """An empty line, or a comment of the statement below it; a type comment belongs to the ``def``."""
    text = line.strip()
    return not text or (text.startswith("#") and not text.startswith("# type:"))


def open_function(source: SourceFile, opening: Opening, imports: Sequence[FromImport], width: int) -> Edit:
    """The edit that puts imports first in a function."""
    indentation, newline = opening.indentation, source.newline
    statements = statements_of(imports, width - len(indentation))
    lines = [f"{indentation}{each}".replace("\n", f"\n{indentation}") for each in statements]
    text = "".join(f"{each}\n" for each in [*lines, *([] if opening.is_spaced else [""])])
    return Edit(Span(opening.offset, opening.offset), with_newlines(text, newline))
