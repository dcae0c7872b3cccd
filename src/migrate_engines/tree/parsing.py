"""Text to ``ast``, with one kind of error."""

import ast
import sys
import warnings
from functools import lru_cache

from migrate_engines.tree.source import SourceFile, Unreadable


@lru_cache(maxsize=4)
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
    """``source`` must parse; what Python refuses only after that (a walrus in an iterable) must not be new.

    Raises:
        Unreadable: ``source`` does not parse, or does not compile where ``original`` does.
    """
    told = _refusal(source)
    if told is not None and _refusal(original) is None:
        raise Unreadable(f"cannot be compiled: {told}")


def _refusal(source: SourceFile) -> str | None:
    """Why a file that parses does not compile. Raises Unreadable where it does not parse."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(source.text, source.path, "exec", dont_inherit=True)
    except SyntaxError as error:
        parse(source)
        return f"{error.msg} (line {error.lineno})"
    except (ValueError, RecursionError, MemoryError) as error:
        parse(source)
        return str(error)
    return None
