"""Files that reach a symbol by an attribute of a class that keeps it, or that hand a legacy module on."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct

from migrate_engines.finding.kept_names import kept_names
from migrate_engines.finding.wanted import Wanted
from migrate_engines.tree.index import SymbolIndex
from migrate_engines.tree.prefilter import matching_files
from migrate_engines.tree.steps import Step
from migrate_engines.tree.summary import ClassSummary
from migrate_engines.tree.texts import Texts

# A statement that gives the word, or what it ends: also one of two, or within `staticmethod(` and its like.
_GIVEN = re.compile(
    r"([ \t]+)(\w+\.)?(\w+)[ \t]*(?::[^=\n]{0,300})?=[ \t]*"
    r"(?:\(|(?:staticmethod|classmethod|(?:\w+\.)?field)\((?:default=)?)?[\w. ]*"
)
_DEFAULT = re.compile(r"(\w+)[ \t]*(?::[^=,\n]{0,300})?=[ \t]*[\w.]*$")
_RENAMED = re.compile(r"\w*[\s\\]+as[\s\\]+(\w+)")
_CALLED = re.compile(r"[\w.]*[ \t]*[(\[]")
_LOADED = re.compile(r"\bimport_module\b|\bimportorskip\b|__import__|\bmodules\[")
_IMPORT = re.compile(r"^[ \t]*(?:from[ \t]+[\w.]+[ \t]+)?import[ \t]+(?:\([^)]*\)|[^\n]*)", re.MULTILINE)


# In more characters than that nobody looks for what is given to what: any name may be.
_LONG = 2_000


class KeptSymbols(Struct, frozen=True):
    """``attributes`` hold no word and keep a wanted symbol; ``owners`` are the names of their classes."""

    attributes: frozenset[str]
    owners: frozenset[str]


def kept_symbols(texts: Texts, words: Sequence[str], index: SymbolIndex, wanted: Wanted) -> KeptSymbols:
    """What the classes of the files keep."""
    found: set[tuple[str, str]] = set()
    for path, names in given_names(texts, words).items():
        summary = index.summary(index.modules.module_of(path)) if names else None
        if summary is not None:
            for each in (each for bindings in summary.names.values() for each in bindings):
                if isinstance(each, ClassSummary):
                    found.update(_keeping(f"{summary.module}.{each.name}", each, names, index, wanted))
    return KeptSymbols(frozenset(name for _, name in found), frozenset(owner for owner, _ in found))


def given_names(texts: Texts, words: Sequence[str]) -> dict[str, frozenset[str]]:
    """Names of attributes that a class of a text may give something with a word in it, by path."""
    step = Step("given names", frozenset[str], tuple(words))
    return texts.each(step, partial(_names_in_classes, words=words))


def _names_in_classes(text: str, words: Sequence[str]) -> frozenset[str]:
    """Those that hold no word, in a text that may have a class to keep them."""
    if "class " not in text:
        return frozenset()
    return frozenset(each for each in _given_names(text, words) if not any(word in each for word in words))


def _given_names(text: str, words: Collection[str]) -> Iterator[str]:
    """Names of attributes that may be given something that a word is part of; not what a call gives back."""
    for word in words:
        position = text.find(word)
        while position >= 0:
            end = position + len(word)
            start, stop = text.rfind("\n", 0, position) + 1, line_end(text, position)
            if stop - start > _LONG:
                yield from set(re.findall(r"\w+", text[start:stop]))
                position = text.find(word, stop)
                continue
            line = text[start:position]
            renamed = _RENAMED.match(text, end) if line[:1].isspace() else None
            if renamed and not _is_local(text, position, line):
                yield renamed[1]
            if not _CALLED.match(text, end):
                if given := _GIVEN.fullmatch(line):
                    if given[2] or not _is_local(text, position, line):
                        yield given[3]
                elif (default := _DEFAULT.search(line)) and f".{default[1]} " in text:
                    yield default[1]
            position = text.find(word, end)


def line_end(text: str, position: int) -> int:
    """Where the line that a position stands in ends."""
    found = text.find("\n", position)
    return found if found >= 0 else len(text)


def _is_local(text: str, position: int, line: str) -> bool:
    """Whether the block that the line stands in is that of a function."""
    own = len(line) - len(line.lstrip())
    for above in reversed(text[max(0, position - 4000) : position].split("\n")[:-1]):
        bare = above.lstrip()
        if bare and len(above) - len(bare) < own:
            return bare.startswith(("def ", "async def "))
    return False


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
