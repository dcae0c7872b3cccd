"""The classes that an annotation names."""

import ast

from migrate_engines.facts.parsed import ParsedModule
from migrate_engines.finding.scope import Scope
from migrate_engines.tree.parsing import parse_quoted


def classes_in(annotation: ast.expr | None, module: ParsedModule, scope: Scope) -> tuple[str, ...]:
    """Canonical names of the classes of this tree, in the order in which the annotation names them.

    ``Optional["Engine"]`` and ``AsyncIterator[Engine]`` name ``Engine``.
    """
    found: list[str] = []
    for part in _parts(annotation):
        if (name := module.class_named(part, scope)) and name not in found:
            found.append(name)
    return tuple(found)


def _parts(annotation: ast.expr | None) -> list[ast.expr]:
    match annotation:
        case None:
            return []
        case ast.Constant(str(text)):
            return _quoted(text)
        case ast.Name() | ast.Attribute():
            return [annotation]
    inside = [child for child in ast.iter_child_nodes(annotation) if isinstance(child, ast.expr)]
    return [part for child in inside for part in _parts(child)]


def _quoted(text: str) -> list[ast.expr]:
    quoted = parse_quoted(text)
    return _parts(quoted.body) if isinstance(quoted, ast.Expression) else []  # as in Literal["a b"]
