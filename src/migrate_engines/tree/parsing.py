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


def check_compiles(source: SourceFile, original: SourceFile) -> None:
    """What Python refuses only after parsing (a walrus in a comprehension's iterable) must not be new.

    Raises:
        Unreadable: ``source`` does not compile, and ``original`` does.
    """
    error = _refusal(source)
    if error is not None and _refusal(original) is None:
        raise Unreadable(f"cannot be compiled: {error.msg} (line {error.lineno})") from error


def _refusal(source: SourceFile) -> SyntaxError | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(source.text, source.path, "exec", dont_inherit=True)
    except SyntaxError as error:
        return error
    return None
