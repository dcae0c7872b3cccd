"""Test modules that no patch of another test module can reach.

A patch that a string asks for holds while its own test runs. Code of another test module does not run then,
unless somebody imports it.
"""

import re
from collections.abc import Mapping, Sequence

from migrate_engines.deciding.decided import DecidedFile
from migrate_engines.deciding.vacuous import Search
from migrate_engines.model.finding import UseKind
from migrate_engines.model.reason import Reason

_LOADERS = ("spec_from_file_location", "SourceFileLoader", "run_path")
_TEST_MODULE = re.compile(r"(?:.*/)?(test_\w+|\w+_test)\.py")


def lone_tests(files: Sequence[DecidedFile], search: Search) -> frozenset[str]:
    """Of the files with calls that a patch might no longer reach, those that none can reach, by path.

    ``search`` gives the texts of all files of the tree that hold one of some words, by path.
    """
    members = {file.source.path: _members(file) for file in files if _TEST_MODULE.fullmatch(file.source.path)}
    waiting = {path: found for path, found in members.items() if found}
    if not waiting:
        return frozenset()
    texts = search(sorted({*set().union(*waiting.values()), *map(_stem, waiting)}))
    patching = {member: _paths_naming(member, texts) for member in set().union(*waiting.values())}
    stems = {_stem(path) for found in patching.values() for path in found if _TEST_MODULE.fullmatch(path)}
    found_by = [texts, search(sorted(stems))] if stems else [texts]
    return frozenset(
        path
        for path, found in waiting.items()
        if _is_alone(path, found_by)
        and all(path not in patching[each] for each in found)
        and all(
            _ends_with_its_test(other, texts[other], found_by) for each in found for other in patching[each]
        )
    )


def _members(file: DecidedFile) -> set[str]:
    """The names that its calls look up and a string elsewhere may patch, by every path."""
    waiting = (
        each for each in file.findings if each.kind is UseKind.CALL and each.reason is Reason.UNREACHED_PATCH
    )
    return {name.rpartition(".")[2] for each in waiting for name in (each.symbol, *each.proof.chain)}


def _paths_naming(member: str, texts: Mapping[str, str]) -> set[str]:
    """The files with a string that ends with the name."""
    quoted = re.compile(rf"""["'](?:[^"'\n]*\.)?{re.escape(member)}["']""")
    return {path for path, text in texts.items() if member in text and quoted.search(text)}


def _ends_with_its_test(path: str, text: str, found_by: Sequence[Mapping[str, str]]) -> bool:
    """Whether what the file patches is as it was when its own tests are over."""
    return bool(_TEST_MODULE.fullmatch(path)) and _is_alone(path, found_by) and ".start(" not in text


def _is_alone(path: str, found_by: Sequence[Mapping[str, str]]) -> bool:
    """Whether no other file of the tree so much as mentions the module; a path of the file is no import."""
    word = _stem(path)
    mention = re.compile(rf"\b{re.escape(word)}\b(?!\.py\b)")
    found = (pair for texts in found_by for pair in texts.items())
    others = (text for other, text in found if other != path and word in text)
    return not any(mention.search(text) or any(each in text for each in _LOADERS) for text in others)


def _stem(path: str) -> str:
    found = _TEST_MODULE.fullmatch(path)
    return found[1] if found else path
