"""Dotted names in files that are not Python: TOML, YAML, INI."""

import re
from collections.abc import Iterator

from msgspec import Struct

from migrate_engines.finding.wanted import Wanted
from migrate_engines.model.span import Span
from migrate_engines.tree.index import Resolution, SymbolIndex
from migrate_engines.tree.source import SourceFile

# What is quoted comes first, so that a comment's sign in it is none; (?>...) never gives back a part.
_TOML = r'''"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\r\n])*"|'[^'\r\n]*'|(?P<comment>\#[^\r\n]*)'''
_YAML = r"""
    (?<![^\s\[{(,:=-])(?:"(?:\\.|[^"\\\r\n])*"|'(?:''|[^'\r\n])*')
    |(?<!\S)(?P<comment>\#[^\r\n]*)
"""
_INI = r"(?<!\S)(?P<comment>[#;][^\r\n]*)"
_COMMENTS = {
    ".toml": re.compile(_TOML, re.DOTALL),
    ".yaml": re.compile(_YAML, re.VERBOSE),
    ".yml": re.compile(_YAML, re.VERBOSE),
    ".ini": re.compile(_INI),
    ".cfg": re.compile(_INI),
}
_OWN_TABLE = re.compile(r"^\[tool\.migrate-engines\b[^\n]*(?:\n(?!\[)[^\n]*)*", re.MULTILINE)
_NAME = re.compile(
    r"""
    (?<![\w./\\@~-])
    (?P<module>(?>[^\W\d]\w*(?:\.[^\W\d]\w*)*))
    (?::(?P<attribute>(?>[^\W\d]\w*(?:\.[^\W\d]\w*)*)))?+
    (?![\w/\\@-])
    """,
    re.VERBOSE,
)


class NamedInText(Struct, frozen=True):
    """A retired object or module that a text names; ``span`` is the name's."""

    written: str
    resolution: Resolution
    span: Span


def named_in_text(source: SourceFile, index: SymbolIndex, wanted: Wanted) -> Iterator[NamedInText]:
    """Every name of a retired object, outside the comments of the file's language."""
    for found in _NAME.finditer(_without_comments(source)):
        written = ".".join(filter(None, (found["module"], found["attribute"])))
        if "." not in written or not wanted.holds_word(written):
            continue
        resolution = index.resolve(written)
        if wanted.concerns(written, resolution.canonical):
            yield NamedInText(written, resolution, Span(*found.span()))


def _without_comments(source: SourceFile) -> str:
    """The text with blanks for comments and for this tool's own settings."""
    ending = source.path[source.path.rindex(".") :]
    text = _COMMENTS[ending].sub(_blank_comment, source.text)
    is_project = source.path.rpartition("/")[2] == "pyproject.toml"
    return _OWN_TABLE.sub(lambda found: " " * len(found[0]), text) if is_project else text


def _blank_comment(found: re.Match[str]) -> str:
    return found[0] if found["comment"] is None else " " * len(found[0])
