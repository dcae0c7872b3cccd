"""What a class derives from, in this tree and outside it."""

import ast
import builtins

from msgspec import Struct

from migrate_engines.facts.definitions import ClassDefinition
from migrate_engines.tree.index import SymbolIndex
from migrate_engines.tree.summary import dotted_text


class Lineage(Struct, frozen=True):
    """Dotted names, nearest first.

    Attributes:
        bases: the direct bases; ``?`` where one is no dotted name.
        known: every ancestor of this tree; in the order of method resolution where all of them are known.
        outside: every ancestor that is not of this tree, such as ``abc.ABC`` or ``builtins.Exception``.
    """

    bases: tuple[str, ...]
    known: tuple[str, ...]
    outside: tuple[str, ...]


def lineage_of(definition: ClassDefinition) -> Lineage:
    """Follow the bases of a class, those of its bases included."""
    bases = [_base(definition, base) for base in definition.node.bases]
    index = definition.module.index
    known: list[str] = []
    outside: list[str] = []
    waiting = list(bases)
    while waiting:
        name = waiting.pop(0)
        found = index.class_of(name)
        if found is None or name == definition.symbol:
            outside += [name] if name not in outside else []
        elif name not in known:
            known.append(name)
            waiting += [_named(index, name, base) for base in found.bases]
    ancestry = index.ancestry(definition.symbol) if definition.symbol in _own_names(definition) else None
    return Lineage(tuple(bases), ancestry[1:] if ancestry else tuple(known), tuple(outside))


def _own_names(definition: ClassDefinition) -> frozenset[str]:
    """The names under which the index knows this very statement: it keeps the last of several."""
    found = definition.module.index.class_of(definition.symbol)
    return frozenset([definition.symbol] if found and found.line == definition.node.lineno else [])


def _base(definition: ClassDefinition, base: ast.expr) -> str:
    """The canonical name where there is one, else the dotted name as it is written or imported."""
    base = base.value if isinstance(base, ast.Subscript) else base
    written = dotted_text(base)
    if written is None:
        return "?"
    resolution = definition.module.resolve(base, definition.scope)
    if resolution is not None:
        return resolution.canonical
    home = definition.scope.home_of(written.partition(".")[0])
    if home is definition.module.scopes.module:  # several bindings: the index says what they come to
        return _named(definition.module.index, definition.symbol, written)
    return written if home else _builtin(written)


def _named(index: SymbolIndex, owner: str, written: str) -> str:
    """A base as a class of another module writes it."""
    if written == "?":
        return "?"
    module, _ = index.modules.split(owner)
    found = index.canonical(f"{module}.{written}") if module else written
    return _builtin(written) if found == f"{module}.{written}" and index.class_of(found) is None else found


def _builtin(written: str) -> str:
    return f"builtins.{written}" if hasattr(builtins, written) else written
