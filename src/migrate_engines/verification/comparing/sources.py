"""The touched files themselves: do they compile, are their names there, do their calls bind?"""

from collections.abc import Iterator

from migrate_engines.deciding.binding import Answer, bind, shape_of
from migrate_engines.deciding.missing import is_missing
from migrate_engines.deciding.table import words_of
from migrate_engines.finding.use import Use
from migrate_engines.finding.uses import find_uses
from migrate_engines.finding.wanted import Wanted
from migrate_engines.model.rule import Keep, Redirect
from migrate_engines.tree.importers import importing_files
from migrate_engines.tree.parsing import parse, refusal
from migrate_engines.tree.reading import UNREADABLE, read_source, why_unread
from migrate_engines.tree.source import SourceFile
from migrate_engines.verification.comparing.fault import Fault
from migrate_engines.verification.comparing.side import Pair, Side


def uncompiled(pair: Pair, side: Side) -> Iterator[Fault]:
    """Touched files that cannot be decoded, parsed or compiled by the running Python."""
    for path in sorted(pair.touched.intersection(side.listing)):
        try:
            told, code = refusal(read_source(path, side.settings)), "does-not-compile"
        except UNREADABLE as error:
            told, code = why_unread(error), "unreadable"
        if told is not None:
            yield Fault(path, 0, code, "", told)


def missing_names(pair: Pair, side: Side) -> Iterator[Fault]:
    """Imports of what this tree does not have, in touched files and in those that import a touched one."""
    importers = importing_files(side.root, side.listing, pair.touched_modules)
    for path in sorted(pair.touched.intersection(side.listing) | set(importers)):
        for request in side.graph.read(path) or ():
            name = request.target.removesuffix(".*")
            if is_missing(name, side.index):
                what = f"it imports {name}, which is not in this tree"
                yield Fault(path, request.line, "broken-import", name, what)


def unbound_calls(pair: Pair, side: Side) -> Iterator[Fault]:
    """Calls of canonical classes in touched files that raise a TypeError."""
    wanted = _canonical(side)
    for path in sorted(pair.touched.intersection(side.listing)):
        try:
            source = read_source(path, side.settings)
            file = find_uses(parse(source), source, side.index, wanted)
        except UNREADABLE:
            continue  # a fault of `compiles`
        yield from (fault for use in file.uses for fault in _unbound(use, source, side))
        file.scopes.release()


def _canonical(side: Side) -> Wanted:
    """The classes that the codemods keep or lead to, and that of the gates."""
    rules = [rule for codemod in side.codemods for rule in codemod.rules]
    names = [side.ground.canonical]
    names += [symbol for rule in rules if isinstance(rule, Keep) for symbol in rule.symbols]
    names += [target for rule in rules if isinstance(rule, Redirect) for _, target in rule.names]
    symbols = frozenset(side.index.canonical(name) for name in names if name and side.index.class_of(name))
    words = words_of(side.codemods, frozenset(each.name for each in side.codemods))
    words |= {symbol.rpartition(".")[2] for symbol in symbols}
    nothing = frozenset[str]()
    return Wanted(symbols, nothing, nothing, nothing, frozenset(words))


def _unbound(use: Use, source: SourceFile, side: Side) -> Iterator[Fault]:
    signature = side.index.constructor(use.symbol)
    if use.call is None or not use.is_certain or signature is None:
        return
    binding = bind(shape_of(use.call), signature)
    if binding.answer is Answer.NO:
        what = f"{use.symbol}{signature} {binding.why}"
        yield Fault(source.path, use.call.lineno, "no-matching-signature", use.symbol, what)
