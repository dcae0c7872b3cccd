"""What is surely not in the tree."""

from collections.abc import Sequence, Set

from migrate_engines.model.rule import Codemod, Redirect
from migrate_engines.tree.index import ObjectKind, SymbolIndex


def is_missing(dotted: str, index: SymbolIndex) -> bool:
    """Whether there is surely no such name or module.

    A folder without ``__init__.py`` may go on elsewhere, so what it lacks is not known to be missing.
    """
    resolution = index.resolve(dotted)
    if resolution.kind is not ObjectKind.MISSING:
        return False
    module, rest = index.modules.split(resolution.canonical)
    return not rest or index.modules.path_of(module or "") is not None


def standing_for(
    codemods: Sequence[Codemod], selected: Set[str], index: SymbolIndex, stubbed: Set[str]
) -> dict[str, str]:
    """The targets of redirects whose modules there never were, by old dotted name.

    Such a name can mean nothing else, unless a test puts a stub in the module's place (``stubbed``).
    """
    rules = [rule for each in codemods if each.name in selected for rule in each.rules]
    return {
        f"{rule.module}.{name}": target
        for rule in rules
        if isinstance(rule, Redirect) and rule.module not in stubbed and is_missing(rule.module, index)
        for name, target in rule.names
    }
