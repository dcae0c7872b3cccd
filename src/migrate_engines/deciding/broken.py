"""Whether the name that a patch replaces is there."""

import builtins

from migrate_engines.deciding.context import Context
from migrate_engines.deciding.missing import is_missing
from migrate_engines.finding.use import Use
from migrate_engines.finding.wanted import prefixes
from migrate_engines.tree.index import ObjectKind, SymbolIndex
from migrate_engines.tree.summary import Imported

_OF_EVERY_CLASS = frozenset([*dir(type), *dir(object), "__dict__", "__annotations__"])


def is_broken(use: Use, context: Context) -> bool:
    """Whether the patch is sure to fail: whatever cannot be seen may be there."""
    owner, _, name = use.written.rpartition(".")
    if use.patch is None or use.patch.creates:
        return False
    index = context.index
    found = index.resolve(owner)
    owners = {each.rpartition(".")[2] for each in (*found.chain, found.canonical)}
    given = {*prefixes(use.written), *(f"{each}.{name}" for each in owners)}
    if context.assigned.among(given):
        return False
    match found.kind:
        case ObjectKind.MODULE:
            return not _is_of_every_module(name) and _lacks(owner, name, index)
        case ObjectKind.CLASS:
            members = index.members(owner)
            is_seen = members is not None and not _is_crafted(owner, index)
            return is_seen and name not in (members or ()) and name not in _OF_EVERY_CLASS
    return is_missing(owner, index) or is_missing(use.written, index)


def _is_crafted(owner: str, index: SymbolIndex) -> bool:
    found = [index.class_of(each) for each in index.lineage(owner)]
    return any(each is None or each.is_crafted or "__slots__" in each.members for each in found)


def _is_of_every_module(name: str) -> bool:
    """``patch`` makes builtins where the module has none of the name."""
    return name.startswith("__") or hasattr(builtins, name)


def _lacks(module: str, name: str, index: SymbolIndex) -> bool:
    summary = index.summary(index.canonical(module))
    bindings = summary.names.get(name, []) if summary else []
    if summary and bindings and all(isinstance(each, Imported) and each.type_checking for each in bindings):
        is_hidden = summary.is_open or name in summary.late or "__getattr__" in summary.names
        return not is_hidden and not summary.stars
    return is_missing(f"{module}.{name}", index)
