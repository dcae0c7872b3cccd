"""Text to ``ast``, with one kind of error."""

import ast
import re
import sys
import warnings
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from migrate_engines.tree.digest import Digest, joined
from migrate_engines.tree.source import SourceFile, Unreadable
from migrate_engines.tree.steps import Step, are_kept

if TYPE_CHECKING:
    from migrate_engines.tree.formatted import FormattedText

_COMPILES = Step("compiles", bool)
_MOST_CLAUSES = 1_000
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_FORMATTED = re.compile(r"""\b(?:f|rf|fr)["']""", re.IGNORECASE)
_MOST_PARTS = 1_000
_DOTTED = re.compile(r"(?:\w++[\s\\]*+\.[\s\\]*+)++")
_IMPORTING = re.compile(r"(?:import|from)\b(?:\\(?:\r\n|\r|\n)|[^\r\n;\\])*+")


@lru_cache(maxsize=4)
def parse(source: SourceFile) -> ast.Module:
    """The module's tree, by the running Python's grammar; formatted strings may be those of Python 3.12.

    Raises:
        Unreadable: a syntax error, a NUL, or nesting that is too deep.
    """
    try:
        return parse_text(source.text)
    except SyntaxError as error:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise Unreadable(
            f"cannot be parsed by Python {version}: {error.msg} (line {error.lineno})"
        ) from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise Unreadable(f"cannot be parsed: {error}") from error


def parse_text(text: str) -> ast.Module:
    """What ``parse`` gives. Raises what ``ast.parse`` does."""
    try:
        return _parse(text)
    except SyntaxError:
        if not _may_have_new_strings(text) or (found := _read_formatted(text)) is None:
            raise
        return found.tree


def parse_quoted(text: str, mode: Literal["eval", "func_type"] = "eval") -> ast.AST | None:
    """An annotation that stands in quotes or in a comment; None where it is none that Python can read."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text, mode=mode)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def parse_expression(text: str) -> ast.expr:
    """The tree of an expression, by the same grammar. Raises what ``ast.parse`` does."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text, mode="eval").body
    except SyntaxError:
        match parse_text(text).body:
            case [ast.Expr(value)]:
                return value
        raise


def read_apart(text: str) -> "FormattedText | None":
    """What libcst reads of a text that the running Python cannot; None where it can, or nobody can."""
    try:
        _parse(text)
    except SyntaxError:
        return _read_formatted(text) if _may_have_new_strings(text) else None
    return None


def check_compiles(source: SourceFile, original: SourceFile) -> None:
    """``source`` must parse; what Python refuses only after that (a walrus in an iterable) must not be new.

    Raises:
        Unreadable: ``source`` does not parse, or does not compile where ``original`` does.
    """
    if is_known_to_compile(source, original):
        return
    told = refusal(source)
    if told is not None and _compiles(original):
        raise Unreadable(f"cannot be compiled: {told}")
    _COMPILES.keep(_pair(source, original), True)


def is_known_to_compile(source: SourceFile, original: SourceFile) -> bool:
    """Whether both were checked before."""
    return bool(are_kept() and _COMPILES.found(_pair(source, original)))


def _pair(source: SourceFile, original: SourceFile) -> Digest:
    return joined(b"", source.text, original.text)


def _refuse_clauses(source: SourceFile) -> None:
    """Python 3.11 compiles the clauses of a comprehension one inside the other, until it crashes.

    Raises:
        Unreadable: there are too many in one, or the file does not parse.
    """
    if source.text.count("for") <= _MOST_CLAUSES:
        return
    for node in ast.walk(parse(source)):
        if isinstance(node, _COMPREHENSIONS) and len(node.generators) > _MOST_CLAUSES:
            raise Unreadable(f"cannot be compiled: too many clauses in a comprehension (line {node.lineno})")


def refusal(source: SourceFile) -> str | None:
    """Why a file that parses does not compile; None where it does.

    Raises:
        Unreadable: it does not parse.
    """
    _refuse_clauses(source)
    try:
        _compile(source)
    except SyntaxError as error:
        parse(source)
        return f"{error.msg} (line {error.lineno})"
    except (ValueError, RecursionError, MemoryError) as error:
        parse(source)
        return str(error)
    return None


def _compile(source: SourceFile) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        compile(source.text, source.path, "exec", dont_inherit=True)


def _compiles(source: SourceFile) -> bool:
    """Of a file that parses: one that the running Python cannot read does not compile either."""
    _refuse_clauses(source)
    try:
        _compile(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _refuse_names(text: str) -> None:
    """Python puts the parts of an imported name together one by one: of 100,000 that takes a minute.

    Raises:
        ValueError: an import names something of more parts than any tree has folders.
    """
    if text.count(".") <= 5 * _MOST_PARTS:
        return
    for found in _DOTTED.finditer(text):
        if found[0].count(".") <= _MOST_PARTS:
            continue
        start = found.start()
        keyword = max(text.rfind("import", 0, start), text.rfind("from", 0, start))
        if keyword >= 0 and _IMPORTING.fullmatch(text, keyword, start):
            raise ValueError(f"an import names something of more than {_MOST_PARTS:,} parts")


def _parse(text: str) -> ast.Module:
    _refuse_names(text)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # invalid escapes in the user's file are not ours to report
        return ast.parse(text)


def _may_have_new_strings(text: str) -> bool:
    return sys.version_info < (3, 12) and _FORMATTED.search(text) is not None


@lru_cache(maxsize=2)  # libcst takes a second for what Python reads in ten milliseconds
def _read_formatted(text: str) -> "FormattedText | None":
    """None where libcst cannot read it. Raises SyntaxError where Python cannot read something else."""
    from migrate_engines.tree.formatted import Unparsable, parse_formatted  # libcst starts slowly

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return parse_formatted(text)
    except Unparsable:
        return None
