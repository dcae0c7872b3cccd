"""What a call replaces for a time, as mocking libraries do: ``patch("a.b")``, ``setattr(module, "b", …)``."""

import ast
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

_PATCH = ("patch", "patch.object", "patch.multiple", "patch.dict")
_ATTRIBUTE = ("setattr", "delattr", "spy")
_OPTIONS = frozenset(["target", "spec", "create", "spec_set", "autospec", "new_callable", "values", "clear"])


class Patch(Struct, frozen=True):
    """How a name is replaced.

    Attributes:
        creates: it does not fail where there is no such name.
        in_place: the object itself is changed (``patch.dict``), so whoever holds it sees that.
        is_apart: the name stands apart from the object that has it.
    """

    creates: bool
    in_place: bool = False
    is_apart: bool = False


class PatchedName(Struct, frozen=True, eq=False):
    """One name that a call replaces.

    Attributes:
        owner: the expression of the object that has the name; None where ``node`` holds a whole dotted name.
        name: the attribute's name; empty where ``node`` holds a whole dotted name.
        node: the string, or for a keyword the keyword, that names it.
    """

    owner: ast.expr | None
    name: str
    node: ast.expr | ast.keyword
    patch: Patch


def patched_names(call: ast.Call, callee: str) -> Iterator[PatchedName]:
    """What a call replaces; ``callee`` is the dotted name of its function, as far as it is known."""
    match _form(callee):
        case "patch":
            yield from _whole(_argument(call, 0, "target"), Patch(_creates(call)))
        case "patch.dict":
            yield from _whole(_argument(call, 0, "in_dict"), Patch(creates=False, in_place=True))
        case "patch.multiple":
            yield from _multiple(call, Patch(_creates(call)))
        case "patch.object" | "spy":
            owner, name = _argument(call, 0, "target"), _argument(call, 1, "attribute")
            yield from _attribute(owner, name, Patch(_creates(call)))
        case "setattr":
            yield from _set(call, 3, is_builtin=callee == "setattr")
        case "delattr":
            yield from _set(call, 2, is_builtin=False)


def _form(callee: str) -> str | None:
    last = callee.rpartition(".")[2]
    if last in _ATTRIBUTE:
        return last
    return next((form for form in _PATCH if callee == form or callee.endswith(f".{form}")), None)


def _argument(call: ast.Call, position: int, name: str) -> ast.expr | None:
    if len(call.args) > position:
        return call.args[position]
    return next((keyword.value for keyword in call.keywords if keyword.arg == name), None)


def _creates(call: ast.Call) -> bool:
    """``create=True``, or arguments that cannot be seen."""
    for keyword in call.keywords:
        is_off = isinstance(keyword.value, ast.Constant) and not keyword.value.value
        if keyword.arg is None or (keyword.arg == "create" and not is_off):
            return True
    return any(isinstance(argument, ast.Starred) for argument in call.args)


def _whole(target: ast.expr | None, patch: Patch) -> Iterator[PatchedName]:
    if target is not None:
        yield PatchedName(None, "", target, patch)


def _attribute(owner: ast.expr | None, name: ast.expr | None, patch: Patch) -> Iterator[PatchedName]:
    match name:
        case ast.Constant(str(text)) if owner is not None:
            yield PatchedName(owner, text, name, replace(patch, is_apart=True))


def _multiple(call: ast.Call, patch: Patch) -> Iterator[PatchedName]:
    owner = _argument(call, 0, "target")
    for keyword in call.keywords:
        if owner is not None and keyword.arg is not None and keyword.arg not in _OPTIONS:
            yield PatchedName(owner, keyword.arg, keyword, replace(patch, is_apart=True))


def _set(call: ast.Call, count: int, *, is_builtin: bool) -> Iterator[PatchedName]:
    """``monkeypatch.setattr("a.b", value)``, or ``(module, "b", value)`` with ``count`` arguments.

    The builtin sets any name.
    """
    named = [keyword for keyword in call.keywords if keyword.arg in ("target", "name", "value")]
    raising = next((keyword.value for keyword in call.keywords if keyword.arg == "raising"), None)
    is_lenient = raising is not None and not (isinstance(raising, ast.Constant) and raising.value)
    patch = Patch(is_builtin or is_lenient or _creates(call))
    target = _argument(call, 0, "target")
    if len(call.args) + len(named) >= count:
        yield from _attribute(target, _argument(call, 1, "name"), patch)
    else:
        yield from _whole(target, patch)
