"""What a dotted name stands for where attributes of classes keep objects: ``Engines.module.make_engine``."""

from migrate_engines.tree.index import ObjectKind, SymbolIndex
from migrate_engines.tree.summary import Alias, Imported

_DEPTH = 6  # attributes of attributes; longer trails are left unknown


def kept_names(dotted: str, index: SymbolIndex, depth: int = 0) -> tuple[str, ...]:
    """Every dotted name that a class may have given the attribute; none where no class keeps anything.

    Whatever sets the attribute from outside is not seen, so that the answer is no certain one.
    """
    owner, rest = index.canonical(dotted), ""
    while "." in owner and depth < _DEPTH:
        owner, _, name = owner.rpartition(".")
        given = _given(owner, name, index)
        if given is not None:
            names = [f"{each}{_without_value(rest, owner, index)}" for each in given]
            return tuple(found for each in names for found in kept_names(each, index, depth + 1) or (each,))
        rest = f".{name}{rest}"
    return ()


def _given(owner: str, name: str, index: SymbolIndex) -> list[str] | None:
    """What the class or its nearest base gives the attribute; None where none has it."""
    if index.resolve(owner).kind is not ObjectKind.CLASS:
        return None
    for canonical in index.lineage(owner):
        found = index.class_of(canonical)
        if found is not None and name in found.held:
            module, _ = index.modules.split(canonical)
            return [_dotted(each, module or "") for each in found.held[name]]
        if found is None or name in found.members:
            return None
    return None


def _dotted(given: Imported | Alias, module: str) -> str:
    return f"{module}.{given.expression}" if isinstance(given, Alias) else given.target


def _without_value(rest: str, owner: str, index: SymbolIndex) -> str:
    """What a member of an enumeration keeps is its ``value``."""
    if rest != ".value" and not rest.startswith(".value."):
        return rest
    classes = filter(None, map(index.class_of, index.lineage(owner)))
    is_enum = any(base.endswith("Enum") for each in classes for base in each.bases)
    return rest.removeprefix(".value") if is_enum else rest
