"""Text to ``ast``, with one kind of error."""

import ast
import sys
import warnings

from migrate_engines.tree.source import SourceFile, Unreadable


def parse(source: SourceFile) -> ast.Module:
    """The module's tree, by the running Python's grammar.

    Raises:
        Unreadable: a syntax error, a NUL, or nesting that is too deep.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # invalid escapes in the user's file are not ours to report
            return ast.parse(source.text, source.path)
    except SyntaxError as error:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise Unreadable(
            f"cannot be parsed by Python {version}: {error.msg} (line {error.lineno})"
        ) from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise Unreadable(f"cannot be parsed: {error}") from error
