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
    return _holds_a_type(string) and re.search(rf"\b{re.escape(local)}\b", string.text) is not None


def is_type(string: StringRead) -> bool:
    """Whether the whole of a string is a type: an annotation, a type comment or a forward reference."""
    parent = string.ancestors[-1]
    if isinstance(parent, ast.Call):
        return any(string.node is each for each in _types_of(parent))
    if isinstance(parent, ast.keyword):
        return parent.arg == "bound" and _name(string.ancestors[-2]) == "TypeVar"
    subscripts = [node.value for node in string.ancestors if isinstance(node, ast.Subscript)]
    is_text = any(_name(each) in ("Literal", "Annotated") for each in subscripts)
    return in_annotation(string.node, string.ancestors) and not is_text


def _types_of(call: ast.Call) -> list[ast.expr]:
    """The positional arguments of the typing module's own calls that are types."""
    match _name(call):
        case "cast" | "ForwardRef":
            return call.args[:1]
        case "NewType":
            return call.args[1:2]
        case "TypeVar":
            return call.args[1:]
    return []


def _holds_a_type(string: StringRead) -> bool:
    """Whether a string may hold one: ``cast("list[X]", value)``, ``TypeVar("T", bound="X")``, …"""
    if in_annotation(string.node, string.ancestors):
        return True
    calls = [node for node in string.ancestors[-2:] if isinstance(node, ast.Call)]
    return any(_name(call) in _TYPE_CALLS for call in calls)


def _name(node: ast.AST) -> str:
    """The last name of a name, an attribute, or what a call calls."""
    return (dotted_text(node.func if isinstance(node, ast.Call) else node) or "").rpartition(".")[2]


_TYPE_CALLS = frozenset(["cast", "TypeVar", "NewType", "ForwardRef", "get_type_hints"])
