"""What the successor of a retired class lacks: members and parameters for a person to place."""

from collections.abc import Iterable

from migrate_engines.model.rule import ParameterKind, Signature
from migrate_engines.tree.index import SymbolIndex

_SHOWN = 12
_VARIADIC = (ParameterKind.VAR_POSITIONAL, ParameterKind.VAR_KEYWORD)


def lacking(symbol: str, successor: str | None, index: SymbolIndex) -> str:
    """A sentence; empty where nothing is known to be missing."""
    old, new = index.class_of(symbol), index.members(successor or "")
    if successor is None or old is None or new is None:
        return ""
    members = sorted(each for each in old.members if not each.startswith("_") and each not in new)
    taken = _parameters(index.constructor(successor))
    parameters = [each for each in _parameters(index.constructor(symbol)) if each not in taken]
    parts = [f"the members {_listed(members)}"] if members else []
    parts += [f"the parameters {_listed(parameters)}"] if parameters else []
    return f"{successor.rpartition('.')[2]} lacks {', and '.join(parts)}." if parts else ""


def _parameters(signature: Signature | None) -> list[str]:
    named = [each for each in signature.parameters if each.kind not in _VARIADIC] if signature else []
    return [each.name for each in named]


def _listed(names: Iterable[str]) -> str:
    every = list(names)
    more = f" and {len(every) - _SHOWN} more" if len(every) > _SHOWN else ""
    return ", ".join(every[:_SHOWN]) + more
