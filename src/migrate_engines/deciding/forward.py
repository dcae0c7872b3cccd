"""Strings that stand for a name of their file: forward references, and the bare name itself."""

import ast
import re

from migrate_engines.finding.kinds import in_annotation
from migrate_engines.finding.scope import StringRead
from migrate_engines.tree.summary import dotted_text


def names_local(string: StringRead, local: str) -> bool:
    """Whether a string is a name of the file, or an annotation that holds it."""
    if string.text == local:
        return True
    is_type = in_annotation(string.node, string.ancestors) or _names_a_type(string)
    return is_type and re.search(rf"\b{re.escape(local)}\b", string.text) is not None


def _names_a_type(string: StringRead) -> bool:
    """A forward reference: ``cast("list[X]", value)``, ``TypeVar("T", bound="X")`` and their like."""
    calls = [node for node in string.ancestors[-2:] if isinstance(node, ast.Call)]
    names = [(dotted_text(call.func) or "").rpartition(".")[2] for call in calls]
    return any(name in ("cast", "TypeVar", "NewType", "ForwardRef", "get_type_hints") for name in names)
