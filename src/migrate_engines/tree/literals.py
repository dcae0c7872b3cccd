"""The text between the fields of a formatted string."""

import ast
import re
from collections.abc import Sequence

from migrate_engines.tree.source import LINE_END

_QUOTE = re.compile(r'\\.|"', re.DOTALL)
_BRACES = re.compile(r"\{\{|\}\}")
_NAMED = re.compile(r"(\\N\{[^}]*\})")


def literal_value(text: str, prefix: str) -> str:
    """What a literal part of a formatted string with ``prefix`` means.

    Raises:
        SyntaxError: it holds an escape that Python does not know.
    """
    text = LINE_END.sub("\n", text)
    if "r" in prefix.lower():
        return _without_double_braces(text)
    pieces = _NAMED.split(text)
    text = "".join(each if each.startswith("\\N{") else _without_double_braces(each) for each in pieces)
    quoted = _QUOTE.sub(lambda found: found.group() if len(found.group()) > 1 else '\\"', text)
    if (len(quoted) - len(quoted.rstrip("\\"))) % 2:  # `\{field}`: the backslash stands for itself
        quoted += "\\"
    value = ast.literal_eval(f'"""{quoted}"""')
    assert isinstance(value, str)
    return value


def _without_double_braces(text: str) -> str:
    return _BRACES.sub(lambda found: found.group()[0], text)


def joined(parts: Sequence[ast.expr]) -> list[ast.expr]:
    """The parts with literal text that is next to literal text joined, and empty text left out."""
    found: list[ast.expr] = []
    for part in parts:
        match found[-1:], part:
            case _, ast.Constant(""):
                pass
            case [ast.Constant(str(first)) as before], ast.Constant(str(second)):
                before.value = first + second
                before.end_lineno, before.end_col_offset = part.end_lineno, part.end_col_offset
            case _:
                found.append(part)
    return found
