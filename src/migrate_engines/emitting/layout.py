"""Indentation and line ends of what is written into a file."""

import ast
import re

_LINE = re.compile(r"(?<=\n)(?=[^\r\n])")


def indented(text: str, indentation: str) -> str:
    """``text`` with its continuation lines indented, blank ones left blank."""
    return _LINE.sub(indentation, text)


def with_newlines(text: str, newline: str) -> str:
    """``text`` (lines ended by ``\\n``) with a file's own line ends."""
    return text if newline == "\n" else text.replace("\n", newline)


def has_multiline_string(node: ast.AST) -> bool:
    """Whether re-indenting the source of ``node`` could change the value of a string."""
    return any(
        isinstance(each, (ast.Constant, ast.JoinedStr)) and each.lineno != each.end_lineno
        for each in ast.walk(node)
    )


def moved(text: str, before: str, after: str) -> str:
    """Continuation lines that began with ``before`` begin with ``after`` instead."""
    lines = text.split("\n")
    return "\n".join(
        [lines[0], *(after + line[len(before) :] if line.startswith(before) else line for line in lines[1:])]
    )
