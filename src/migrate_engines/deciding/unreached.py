"""Patches that would no longer reach a call once it is rewritten."""

import ast

from migrate_engines.deciding.context import Context
from migrate_engines.deciding.note import Note
from migrate_engines.deciding.renames import RenamePlan
from migrate_engines.emitting.call import Replacement
from migrate_engines.finding.scope import ScopeKind
from migrate_engines.finding.use import Use
from migrate_engines.finding.uses import FileUses
from migrate_engines.model.reason import Reason
from migrate_engines.tree.index import ObjectKind
from migrate_engines.tree.source import SourceFile


def unreached_patch(
    use: Use, replacement: Replacement, source: SourceFile, file: FileUses, plan: RenamePlan, context: Context
) -> list[Note]:
    """A patch of the name in this module no longer reaches a call that is written with another name."""
    root = use.node
    while isinstance(root, ast.Attribute):
        root = root.value
    local = root.id if isinstance(root, ast.Name) else ""
    if _looks_up_late(use) and (named := _strings_that_mean(use, source, context)):
        return [_unreached(min(named))]
    patched = f"{file.names.module}.{local}"
    if plan.current(local, use.scope) in replacement.renames.values():
        return []
    if context.dotted_strings.among({patched, f"*.{local}"}):
        return [_unreached(patched)]
    return []


def _strings_that_mean(use: Use, source: SourceFile, context: Context) -> set[str]:
    """Strings that name the use; a member of a class is the same one by every path to the class."""
    if source.path in context.lone_tests:
        return set()
    named = context.dotted_strings.among(use.names)
    owner, _, member = use.symbol.rpartition(".")
    if context.index.resolve(owner).kind is ObjectKind.CLASS:
        alike = context.dotted_strings.called(member)
        named |= {each for each in alike if context.index.canonical(each) == use.symbol}
    return named


def _looks_up_late(use: Use) -> bool:
    """Whether the legacy name is looked up in its own module when the call runs."""
    is_local = any(binding.scope.kind is ScopeKind.FUNCTION for binding in use.bindings)
    return is_local or ("." in use.written and isinstance(use.node, ast.Attribute))


def _unreached(patched: str) -> Note:
    told = f"a string names {patched}; a patch of it would no longer reach this call"
    return Note(Reason.UNREACHED_PATCH, told)
