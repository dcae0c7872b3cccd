"""What the texts of many files name in strings and set from outside: more than there is, never less."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

import msgspec

from migrate_engines.finding.stubs import stubbed_modules
from migrate_engines.tree.late import word_before
from migrate_engines.tree.modules import beginnings
from migrate_engines.tree.steps import Step
from migrate_engines.tree.texts import Texts

_DOTTED_STRING = re.compile(r"""["']([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+)(?::(\w+(?:\.\w+)*))?["']""")
_COMPUTED = re.compile(r"""(?:["']|\})(?:\.\w+)*\.([A-Za-z_]\w*)["']""")
_PATCHED = re.compile(
    r"""(?:setattr|delattr|\.object|\.spy)\(\s*+(?:target\s*+=\s*+)?
        ([^"'\n,]{0,1000}+(?:["'][\w.]*+["'][\])]*+)?)\s*+,
        \s*+(?:name\s*+=|attribute\s*+=)?\s*+["'](\w++)["']""",
    re.VERBOSE,
)
_MULTIPLE = re.compile(r"\.multiple\(([^()]*(?:\([^()]*\)[^()]*)*)\)")
_KEYWORD = re.compile(r"(\w+)\s*=(?!=)")
# Of what could be a long annotation the end is not looked for: in one long line that would take for ever.
_ASSIGNED = re.compile(r"\.(\w+)[ \t]*(?:=(?!=)|:(?:[^=\n]{300}|[^=\n]*=(?!=)))")
# The looking back stands behind the word: only a pattern that begins with letters is searched for quickly.
_SET = re.compile(r"""setattr(?<![.\w]setattr)\(\s*([\w.]+)\s*,\s*["'](\w+)["']""")
_RENAMED = re.compile(r" as (\w+)")
_OWN = ("self", "cls")


class Mentions(msgspec.Struct, frozen=True, array_like=True):
    """What one text says of objects that it may not own.

    Attributes:
        named: dotted strings with their prefixes, and ``*.name`` for each attribute patched on an object.
        assigned: ``owner.name`` for each name that is set on an object from outside; owners by every name.
        stubbed: modules in whose place a stub may stand.
    """

    named: frozenset[str]
    assigned: frozenset[str]
    stubbed: frozenset[str]


_MENTIONS = Step("mentions", Mentions)


def mentions_in(texts: Texts) -> dict[str, Mentions]:
    """What each text mentions, by path."""
    return texts.each(_MENTIONS, mentions_of)


def mentions_of(text: str) -> Mentions:
    return Mentions(named_in_strings([text]), assigned_names([text]), stubbed_modules(text))


def named_in_strings(texts: Iterable[str]) -> frozenset[str]:
    """Every dotted string with its prefixes, and ``*.name`` for each attribute patched on some object."""
    found: set[str] = set()
    for text in texts:
        for module, attribute in _DOTTED_STRING.findall(text):
            dotted = f"{module}.{attribute}" if attribute else module
            found.update(islice(beginnings(dotted), 1, None))
        found.update(f"*.{name}" for name in _patched(text))
    return frozenset(found)


def _patched(text: str) -> Iterator[str]:
    """Names that are patched on an object, or on a path that is put together."""
    yield from (name for owner, name in _PATCHED.findall(text) if not _is_class_name(owner))
    yield from _COMPUTED.findall(text)
    for arguments in _MULTIPLE.findall(text):
        yield from _KEYWORD.findall(arguments)


def assigned_names(texts: Iterable[str]) -> frozenset[str]:
    """``owner.name`` for each name that is set on an object from outside; owners by every name they have."""
    found: set[str] = set()
    for text in texts:
        renamed: dict[str, list[str]] = {}
        for alias in _RENAMED.finditer(text):
            renamed.setdefault(alias[1], []).append(word_before(text, alias.start()))
        for owner, name in _set_from_outside(text):
            found.update(f"{each}.{name}" for each in (owner, *renamed.get(owner, ())))
    return frozenset(found)


def _set_from_outside(text: str) -> Iterator[tuple[str, str]]:
    pairs = [(word_before(text, found.start()), found[1]) for found in _ASSIGNED.finditer(text)]
    pairs += [(path.rpartition(".")[2], name) for path, name in _SET.findall(text)]
    yield from (pair for pair in pairs if pair[0] and pair[0] not in _OWN)


def _is_class_name(owner: str) -> bool:
    """By convention; what is patched on a class is no name of a module."""
    return owner.strip().rpartition(".")[2][:1].isupper()
