"""Other text for some of the names in a template; everything else stays as it is written."""

import ast
from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from migrate_engines.model.edit import Edit, apply_edits
from migrate_engines.model.rule import Template
from migrate_engines.rules.positions import Positions


class Value(Struct, frozen=True):
    """``text`` to write for a name; a ``number`` takes parentheses beside an operator or a dot."""

    text: str
    number: bool = False


def substitute(template: Template, values: Mapping[str, Value]) -> Template:
    """``template`` with each name in ``values`` replaced.

    A name in a template means one thing throughout, so the spelling decides.
    """
    return replace(
        template,
        statements=tuple(_substitute(statement, values) for statement in template.statements),
        expression=_substitute(template.expression, values),
        locals=tuple(values[name].text if name in values else name for name in template.locals),
    )


def parts(template: Template) -> Iterator[ast.Module]:
    """The parsed statements and expression."""
    for text in (*template.statements, template.expression):
        yield ast.parse(text)


def names_in_fstrings(template: Template) -> set[str]:
    """Names inside f-strings: before Python 3.12 the parser does not say where they stand."""
    strings = (node for part in parts(template) for node in ast.walk(part) if isinstance(node, ast.JoinedStr))
    return {node.id for string in strings for node in ast.walk(string) if isinstance(node, ast.Name)}


def _substitute(text: str, values: Mapping[str, Value]) -> str:
    return apply_edits(text, _edits(ast.parse(text), Positions(text), values))


def _edits(tree: ast.Module, positions: Positions, values: Mapping[str, Value]) -> Iterator[Edit]:
    for parent in ast.walk(tree):
        for child in ast.iter_child_nodes(parent):
            value = values.get(child.id) if isinstance(child, ast.Name) else None
            if isinstance(child, ast.Name) and value is not None and value.text != child.id:
                bare = not value.number or isinstance(parent, ast.Call | ast.keyword)
                yield Edit(positions.span(child), value.text if bare else f"({value.text})")
