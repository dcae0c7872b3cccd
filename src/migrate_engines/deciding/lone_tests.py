"""Test modules that no patch of another test module can reach.

A patch that a string asks for holds while its own test runs. Code of another test module does not run then,
unless somebody imports it.
"""

import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import msgspec

from migrate_engines.deciding.decided import DecidedFile
from migrate_engines.model.finding import UseKind
from migrate_engines.model.reason import Reason
from migrate_engines.tree.steps import Step
from migrate_engines.tree.texts import Search

_Patterns: TypeAlias = Mapping[str, re.Pattern[str]]
_LOADERS = ("spec_from_file_location", "SourceFileLoader", "run_path")
_TEST_MODULE = re.compile(r"(?:.*/)?(test_\w+|\w+_test)\.py")


class _Said(msgspec.Struct, frozen=True, array_like=True):
    """What one text says.

    Attributes:
        quoted: the members that a string of it ends with.
        named: the test modules that it mentions; where it may load files by their path, also by that.
        starts: whether it starts patches that nothing ends but somebody's care.
    """

    quoted: frozenset[str]
    named: frozenset[str]
    starts: bool


def lone_tests(files: Sequence[DecidedFile], search: Search) -> frozenset[str]:
    """Of the files with calls that a patch might no longer reach, those that none can reach, by path."""
    found = {file.source.path: _members(file) for file in files if _TEST_MODULE.fullmatch(file.source.path)}
    waiting = {path: members for path, members in found.items() if members}
    if not waiting:
        return frozenset()
    members = sorted(set().union(*waiting.values()))
    said = _all_said(search, members, sorted(set(map(_stem, waiting))))
    patching = {each: {path for path, text in said.items() if each in text.quoted} for each in members}
    stems = {_stem(path) for paths in patching.values() for path in paths if _TEST_MODULE.fullmatch(path)}
    said_of_patching = _all_said(search, [], sorted(stems)) if stems else {}
    ends_with_its_test = {
        path
        for path in set().union(*patching.values())
        if _TEST_MODULE.fullmatch(path) and _is_alone(path, said_of_patching) and not said[path].starts
    }
    return frozenset(
        path
        for path, own in waiting.items()
        if _is_alone(path, said)
        and all(path not in patching[each] for each in own)
        and all(patching[each] <= ends_with_its_test for each in own)
    )


def _members(file: DecidedFile) -> set[str]:
    """The names that its calls look up and a string elsewhere may patch, by every path."""
    waiting = (
        each for each in file.findings if each.kind is UseKind.CALL and each.reason == Reason.UNREACHED_PATCH
    )
    return {name.rpartition(".")[2] for each in waiting for name in (each.symbol, *each.proof.chain)}


def _all_said(search: Search, members: Sequence[str], stems: Sequence[str]) -> dict[str, _Said]:
    """Of every file that holds one of the members or stems, by path."""
    # A path of the file is no import.
    mentions = {each: re.compile(rf"\b{re.escape(each)}\b(?!\.py\b)") for each in stems}
    quotes = {each: re.compile(rf"""["'](?:[^"'\n]*\.)?{re.escape(each)}["']""") for each in members}
    step = Step("said of tests", _Said, (*members, "", *stems))
    return search(sorted({*members, *stems})).each(step, lambda text: _said(text, quotes, mentions))


def _said(text: str, quotes: _Patterns, mentions: _Patterns) -> _Said:
    loads = any(each in text for each in _LOADERS)
    return _Said(
        frozenset(each for each, quoted in quotes.items() if each in text and quoted.search(text)),
        frozenset(each for each, found in mentions.items() if each in text and (loads or found.search(text))),
        ".start(" in text,
    )


def _is_alone(path: str, said: Mapping[str, _Said]) -> bool:
    """Whether no other file of the tree so much as mentions the module."""
    stem = _stem(path)
    return not any(stem in text.named for other, text in said.items() if other != path)


def _stem(path: str) -> str:
    found = _TEST_MODULE.fullmatch(path)
    return found[1] if found else path
