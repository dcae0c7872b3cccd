"""The names of a file that could mean a wanted symbol, before any scope is read."""

import ast
from collections.abc import Iterator

from migrate_engines.finding.scopes import statements_of
from migrate_engines.finding.wanted import Wanted
from migrate_engines.tree.index import SymbolIndex
from migrate_engines.tree.summary import absolute_import, dotted_text


def wanted_locals(
    tree: ast.Module, module: str, package: str, index: SymbolIndex, wanted: Wanted
) -> set[str]:
    """Names bound by an import, a definition or an alias of one, that may lead to a wanted symbol."""
    found: set[str] = set()
    aliases: list[tuple[str, str]] = []
    for node in statements_of(tree.body):
        match node:
            case ast.Import(names):
                own = [alias for alias in names if index.modules.split(alias.name)[0]]
                found |= {alias.asname or alias.name.partition(".")[0] for alias in own}
            case ast.ImportFrom(names=names):
                found |= _wanted_from(absolute_import(node, package), names, index, wanted)
            case ast.ClassDef(name) | ast.FunctionDef(name) | ast.AsyncFunctionDef(name):
                if wanted.may_mean(name) and wanted.is_relevant(f"{module}.{name}", index):
                    found.add(name)
            case ast.Assign([ast.Name(name)], ast.Constant(str(text))) if wanted.holds_word(text):
                found.add(name)  # part of a dotted name, such as that of a patch
            case ast.Assign([ast.Name(name)], value) if isinstance(value, (ast.Name, ast.Attribute)):
                aliases.append((name, (dotted_text(value) or "").partition(".")[0]))
    for _ in aliases:
        added = {name for name, root in aliases if root in found} - found
        if not added:
            break
        found |= added
    return found


def _wanted_from(source: str, names: list[ast.alias], index: SymbolIndex, wanted: Wanted) -> set[str]:
    found: set[str] = set()
    for alias in names:
        if alias.name == "*":
            found |= set(_star_names(source, index, wanted))
        elif wanted.is_relevant(f"{source}.{alias.name}", index):
            found.add(alias.asname or alias.name)
    return found


def _star_names(source: str, index: SymbolIndex, wanted: Wanted) -> Iterator[str]:
    if is_unreadable(source, index):
        yield from (symbol.rpartition(".")[2] for symbol in wanted.symbols)
    summary = index.summary(index.canonical(source))
    for name in summary.public_names() if summary else ():
        if wanted.is_relevant(f"{source}.{name}", index):
            yield name


def is_unreadable(module: str, index: SymbolIndex) -> bool:
    """Whether a module of this tree exists and cannot be read."""
    return index.modules.path_of(module) is not None and index.summary(module) is None
