"""Names that a module reads and nothing in it binds."""

import builtins
import warnings
from collections.abc import Iterator
from symtable import Symbol, SymbolTable, symtable

from msgspec import Struct

from migrate_engines.tree.source import SourceFile, Unreadable

_ALWAYS = frozenset(dir(builtins)) | {"__file__", "__path__", "__builtins__", "__annotations__"}


class Names(Struct, frozen=True):
    """``unbound`` would be a NameError when it is read, unless a star import brings it.

    ``bound`` are all names that anything in the module binds, in whatever scope.
    """

    unbound: frozenset[str]
    bound: frozenset[str]


def names_of(source: SourceFile) -> Names:
    """The names of a module.

    Raises:
        Unreadable: Python's own grammar does not have the module.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # invalid escapes in the user's file are not ours to report
            top = symtable(source.text, source.path, "exec")
    except SyntaxError as error:
        raise Unreadable(f"cannot be parsed: {error.msg} (line {error.lineno})") from error
    found = [(table is top, symbol) for table in _tables(top) for symbol in table.get_symbols()]
    bound = {symbol.get_name() for _, symbol in found if _binds(symbol)}
    globals_ = {
        symbol.get_name()
        for is_top, symbol in found
        if _binds(symbol) and (is_top or symbol.is_declared_global())
    }
    read = {
        symbol.get_name()
        for is_top, symbol in found
        if symbol.is_referenced() and (is_top or symbol.is_global())
    }
    return Names(frozenset(read - globals_ - _ALWAYS), frozenset(bound))


def _binds(symbol: Symbol) -> bool:
    return symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace() or symbol.is_parameter()


def _tables(table: SymbolTable) -> Iterator[SymbolTable]:
    yield table
    for child in table.get_children():
        yield from _tables(child)
