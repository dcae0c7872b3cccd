"""The names of modules that one file looks up: when it is imported, or later."""

import ast
from collections.abc import Iterator

from migrate_engines.deciding.decided import NameReads
from migrate_engines.finding.lookups import callee_of
from migrate_engines.finding.patches import patched_names
from migrate_engines.finding.scope import Binding, BindingKind, NameUse, Scope, ScopeKind
from migrate_engines.finding.uses import FileUses
from migrate_engines.finding.walk import whole_chain
from migrate_engines.tree.index import SymbolIndex
from migrate_engines.tree.summary import dotted_text


def name_reads(file: FileUses, index: SymbolIndex) -> NameReads:
    """What a file reads of modules, whatever the rules speak of."""
    imports = list(_imports(file))
    later = {binding.target or "" for binding in imports if _is_later(binding.scope)}
    at_import = {_asked(binding) for binding in imports if not _is_later(binding.scope)}
    read = {dotted for each in file.scopes.uses for dotted in _attributes(each, file)}
    whole = {dotted for each in file.scopes.uses for dotted in _handed_on(each, file)}
    handed_on = frozenset(filter(index.is_module, whole))
    return NameReads(frozenset(read | later), frozenset(at_import), handed_on, frozenset(later))


def _imports(file: FileUses) -> Iterator[Binding]:
    for scope in {id(each): each for each in file.scopes.scope_of.values()}.values():
        for bindings in scope.bindings.values():
            yield from (each for each in bindings if each.statement is not None and each.target)


def _asked(binding: Binding) -> str:
    is_star = binding.kind is BindingKind.STAR_IMPORT
    return f"{binding.target}.*" if is_star else binding.target or ""


def _is_later(scope: Scope | None) -> bool:
    """Whether a scope belongs to a function, so that what it does is done when that runs."""
    while scope is not None:
        if scope.kind is ScopeKind.FUNCTION:
            return True
        scope = scope.parent
    return False


def _attributes(read: NameUse, file: FileUses) -> Iterator[str]:
    """Every dotted name that an attribute chain reads; the name it begins with is none of a module's."""
    node, _ = whole_chain(read)
    names = (dotted_text(node) or "").split(".")[1:]
    for target in _targets(read, file):
        yield from (".".join((target, *names[:count])) for count in range(1, len(names) + 1))


def _handed_on(read: NameUse, file: FileUses) -> Iterator[str]:
    """What a whole attribute chain is, where it is handed on as an object."""
    node, _ = whole_chain(read)
    if not _is_patched(read, file):
        rest = (dotted_text(node) or "").removeprefix(read.node.id)
        yield from (f"{target}{rest}" for target in _targets(read, file))


def _targets(read: NameUse, file: FileUses) -> Iterator[str]:
    bindings = read.scope.lookup(read.node.id, read.node.lineno)
    yield from filter(None, file.names.targets(bindings))


def _is_patched(read: NameUse, file: FileUses) -> bool:
    """Whether an object is handed on to a call that only replaces a name of it."""
    node, ancestors = whole_chain(read)
    calls = [each for each in ancestors[-2:] if isinstance(each, ast.Call)]
    return any(
        patched.owner is node
        for call in calls
        for patched in patched_names(call, callee_of(call, file.names, read.scope))
    )
