"""Modules that another module offers under a name of its own: readers of that name read the module."""

from collections.abc import Iterable, Iterator

from migrate_engines.deciding.decided import DecidedFile
from migrate_engines.deciding.loaders import is_test
from migrate_engines.finding.wanted import Wanted
from migrate_engines.tree.index import SymbolIndex
from migrate_engines.tree.steps import Step
from migrate_engines.tree.summary import Imported
from migrate_engines.tree.texts import Texts


def is_passed_on(
    patched: tuple[str, str],
    files: Iterable[DecidedFile],
    index: SymbolIndex,
    wanted: Wanted,
    texts: Texts,
) -> bool:
    """Whether a file may read the name in the module by ``from other import module``.

    ``texts`` are the files that hold the module's last name, and others.
    """
    module, name = patched
    asked = {dotted for file in files for dotted in file.reads.at_import | file.reads.later}
    for offering, local in _offered(module, index, texts):
        # A file that holds none of the words is not among the files at hand, and may ask for it.
        is_searched = wanted.holds_word(local) or wanted.holds_word(name)
        if not is_searched or not asked.isdisjoint({f"{offering}.{local}", f"{offering}.*"}):
            return True
    return False


def _offered(module: str, index: SymbolIndex, texts: Texts) -> Iterator[tuple[str, str]]:
    """The other modules whose top level binds the module, with their names for it."""
    last = module.rpartition(".")[2]
    holding = texts.each(Step("holding", bool, (last,)), lambda text: last in text)
    for path in (path for path, is_held in holding.items() if is_held):
        offering = index.modules.module_of(path)
        summary = index.summary(offering) if path.endswith(".py") and not is_test(path) else None
        for local, bindings in summary.names.items() if summary else ():
            targets = {each.target for each in bindings if isinstance(each, Imported)}
            named = {each for each in targets if each.rpartition(".")[2] == last}
            if f"{offering}.{local}" != module and module in map(index.canonical, named):
                yield offering, local
