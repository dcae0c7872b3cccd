"""The lines of a file that give a name its meaning."""

import ast
from collections.abc import Iterator

from migrate_engines.finding.use import Use
from migrate_engines.model.proof import BoundName
from migrate_engines.tree.summary import dotted_text


def lines_that_bind(use: Use) -> Iterator[BoundName]:
    """Each once: from the names that the use reads, by what is assigned to them, to the imports."""
    waiting = [(binding, _name(use)) for binding in use.bindings]
    seen: set[int] = set()
    while waiting:
        binding, name = waiting.pop(0)
        line = getattr(binding.node, "lineno", None)
        if id(binding) in seen or line is None:
            continue
        seen.add(id(binding))
        yield BoundName(name, line)
        root = (dotted_text(binding.value) or "").partition(".")[0]
        waiting += [(each, root) for each in binding.scope.lookup(root, line)] if root else []


def _name(use: Use) -> str:
    """The local name that the use begins with."""
    if isinstance(use.node, ast.alias):
        return use.node.asname or use.node.name.partition(".")[0]
    return (dotted_text(use.node) or use.written).partition(".")[0]
