"""Files that reach a symbol by an attribute of a class that keeps it, or that hand a legacy module on."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from migrate_engines.finding.kept_names import kept_names
from migrate_engines.finding.wanted import Wanted
from migrate_engines.tree.index import SymbolIndex
from migrate_engines.tree.prefilter import matching_files
from migrate_engines.tree.summary import ClassSummary

_GIVEN = re.compile(r"(\w+)[ \t]*(?::[^=\n]{0,300})?=(?!=)")
_OTHER_CALL = re.compile(r"\b(?!(?:staticmethod|classmethod|field|if|else|or|and|not)\b)\w+[ \t]*\(")
_PARAMETER = re.compile(r"\b(?:def|lambda)\b")
_RENAMED = re.compile(r"\w*[\s\\]+as[\s\\]+(\w+)")
_CALLED = re.compile(r"[\w.]*[ \t]*[(\[]")
_LOADED = re.compile(r"\bimport_module\b|\bimportorskip\b|__import__|\bmodules\[")
_IMPORT = re.compile(r"^[ \t]*(?:from[ \t]+[\w.]+[ \t]+)?import[ \t]+(?:\([^)]*\)|[^\n]*)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class KeptSymbols:
    """``attributes`` hold no word and keep a wanted symbol; ``owners`` are the names of their classes."""

    attributes: frozenset[str]
    owners: frozenset[str]


def kept_symbols(
    texts: Mapping[str, str], words: Collection[str], index: SymbolIndex, wanted: Wanted
) -> KeptSymbols:
    """What the classes of the files keep."""
    found: set[tuple[str, str]] = set()
    for path, text in texts.items():
        names = {each for each in _given_names(text, words) if not any(word in each for word in words)}
        summary = index.summary(index.modules.module_of(path)) if names and "class " in text else None
        if summary is not None:
            for each in (each for bindings in summary.names.values() for each in bindings):
                if isinstance(each, ClassSummary):
                    found.update(_keeping(f"{summary.module}.{each.name}", each, names, index, wanted))
    return KeptSymbols(frozenset(name for _, name in found), frozenset(owner for owner, _ in found))


def _given_names(text: str, words: Collection[str]) -> Iterator[str]:
    """Names that a line may give something that a word is part of; what a call gives back is none."""
    for word in words:
        position = text.find(word)
        while position >= 0:
            end = position + len(word)
            if renamed := _RENAMED.match(text, end):
                yield renamed[1]
            if not _CALLED.match(text, end):
                start = text.rfind("\n", 0, position) + 1
                for given in _GIVEN.finditer(text, start, position):
                    if _may_be_an_attribute(text[start : given.start()], text[given.end() : position]):
                        yield given[1]
            position = text.find(word, end)


def _may_be_an_attribute(before: str, value: str) -> bool:
    """Whether a line gives an attribute what the word is part of: ``before`` the name, ``value`` up to there.

    What a call gives back is no part of it, and what a call is given by keyword is none:
    ``Mock(spec=Engine)`` is the most frequent use of a class in tests, and would have each of them parsed.
    """
    return not _OTHER_CALL.search(value) and ("(" not in before or _PARAMETER.search(before) is not None)


def _keeping(
    dotted: str, found: ClassSummary, names: Collection[str], index: SymbolIndex, wanted: Wanted
) -> Iterator[tuple[str, str]]:
    """The class's own name with each such attribute; classes inside it, too."""
    for name in found.held.keys() & set(names):
        kept = kept_names(f"{dotted}.{name}", index)
        if not wanted.symbols.isdisjoint(map(index.canonical, kept)):
            yield found.name, name
    for inner in found.nested.values():
        yield from _keeping(f"{dotted}.{inner.name}", inner, names, index, wanted)


def files_that_ask(kept: KeptSymbols, root: Path, paths: Sequence[str]) -> dict[str, bytes]:
    """Those of the files that name such an attribute and its class, or a class that derives from it."""
    found: dict[str, bytes] = {}
    attributes = [each.encode() for each in kept.attributes]
    owners, waiting = set(kept.owners), set(kept.owners)
    while waiting:
        contents, _ = matching_files(root, [path for path in paths if path not in found], sorted(waiting))
        derived = re.compile(rf"class[ \t]+(\w+)[ \t]*\([^)]*\b(?:{'|'.join(sorted(waiting))})\b")
        texts = [data.decode("utf-8", "replace") for data in contents.values()]
        found |= {path: data for path, data in contents.items() if any(each in data for each in attributes)}
        waiting = {name for text in texts for name in derived.findall(text)} - owners
        owners |= waiting
    return found


def files_that_hand_on(
    modules: Iterable[str], words: Collection[str], root: Path, paths: Sequence[str]
) -> dict[str, bytes]:
    """Those of the files that hold none of the words and may hand on one of the modules as an object."""
    names = {module.rpartition(".")[2] for module in modules}
    names = {name for name in names if not any(word in name for word in words)}
    if not names:
        return {}
    contents, _ = matching_files(root, paths, sorted(names))
    alternatives = "|".join(map(re.escape, sorted(names)))
    return {
        path: data
        for path, data in contents.items()
        if _hands_on(data.decode("utf-8", "replace"), alternatives)
    }


def _hands_on(text: str, names: str) -> bool:
    """Whether a module of one of the names is brought, and is more than the beginning of a path."""
    if _LOADED.search(text) and re.search(rf"[.](?:{names})[\"']", text):
        return True
    imports = "\n".join(_IMPORT.findall(text))
    brought = set(re.findall(rf"\b(?:{names})\b", imports))
    brought |= set(re.findall(rf"\b(?:{names})[\s\\]+as[\s\\]+(\w+)", imports))
    if not brought:
        return False
    rest = _IMPORT.sub("", text)
    return re.search(rf"\b(?:{'|'.join(sorted(brought))})\b(?![ \t]*\.)", rest) is not None
