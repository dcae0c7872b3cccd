"""Under which name a replacement reaches what it needs, at one place in one file."""

import ast
import builtins
from collections.abc import Iterator

from msgspec import Struct

from migrate_engines.emitting.identifiers import identifiers, line_without_meaning
from migrate_engines.emitting.openings import FunctionOpener
from migrate_engines.emitting.refusal import Refusal
from migrate_engines.finding.names import FileNames, is_none
from migrate_engines.finding.scope import Binding, BindingKind, Scope, ScopeKind
from migrate_engines.finding.use import Use
from migrate_engines.model.reason import Reason
from migrate_engines.tree.index import ObjectKind


class NewImport(Struct, frozen=True):
    """``from module import name as local``, directly after the import ``place`` or first in that function."""

    place: ast.Import | ast.ImportFrom | ast.FunctionDef | ast.AsyncFunctionDef
    module: str
    name: str
    local: str

    @property
    def dotted(self) -> str:
        return f"{self.module}.{self.name}"


class LocalName(Struct, frozen=True):
    """The name to write, the imports that bind it (none where it is bound already), and why they stand so."""

    text: str
    imports: tuple[NewImport, ...] = ()
    notes: tuple[str, ...] = ()


def local_name(dotted: str, preferred: str, use: Use, names: FileNames, opener: FunctionOpener) -> LocalName:
    """A name for the object ``dotted`` at ``use``: one that is bound to it already, else a new import.

    An import that would close a cycle beside the legacy one stands in the function that holds the use.

    Raises:
        Refusal: ``preferred`` means something else there, or there is no place for the import.
    """
    if existing := _existing(dotted, use, names):
        return LocalName(existing)
    module, _, name = dotted.rpartition(".")
    anchors = tuple(_anchors(use, names))
    if not anchors:
        raise Refusal(
            Reason.NAME_COLLISION, f"no import beside which {preferred} could be imported is visible there"
        )
    if all(binding.type_checking for binding in anchors):
        raise Refusal(Reason.TYPE_CHECKING_IMPORT, f"{use.written} is imported for type checkers only")
    _refuse_stars(preferred, dotted, use, names)
    if (chain := opener.closing(dotted, anchors)) is not None:
        home, function = opener.function_of(use, chain)
        _refuse_collision(preferred, dotted, home, use, names)
        told = f"imported in {function.name}, since {chain} at import time"
        return LocalName(preferred, (NewImport(function, module, name, preferred),), (told,))
    for binding in anchors:
        _refuse_collision(preferred, dotted, binding.scope, use, names)
    statements = {id(each.statement): each.statement for each in anchors if each.statement is not None}
    return LocalName(
        preferred, tuple(NewImport(statement, module, name, preferred) for statement in statements.values())
    )


def _existing(dotted: str, use: Use, names: FileNames) -> str | None:
    canonical = names.index.canonical(dotted)
    for scope in visible_scopes(use.scope):
        for local in _own_name_first(use, scope):
            if use.scope.home_of(local) is scope and _all_mean(canonical, local, scope, use, names):
                return local
    return None


def _own_name_first(use: Use, scope: Scope) -> list[str]:
    """The name that the call itself is written with, then the others as they are bound."""
    own = _root_name(use)
    return sorted(scope.bindings, key=lambda local: local != own)


def _root_name(use: Use) -> str:
    root = use.node
    while isinstance(root, ast.Attribute):
        root = root.value
    return root.id if isinstance(root, ast.Name) else ""


def _all_mean(canonical: str, local: str, scope: Scope, use: Use, names: FileNames) -> bool:
    """Whether a visible name is bound to the object, and bound by the time the use runs."""
    bindings = scope.bindings[local]
    kinds = {binding.kind for binding in bindings}
    if kinds - {BindingKind.IMPORT, BindingKind.DEFINITION, BindingKind.ASSIGNMENT}:
        return False
    if BindingKind.IMPORT not in kinds and BindingKind.DEFINITION not in kinds:
        return False
    if any(binding.type_checking for binding in bindings):
        return False
    targets = names.targets(bindings)
    if not all(target and names.index.canonical(target) == canonical for target in targets):
        return False
    return bool(targets) and (local == _root_name(use) or _is_bound_by_then(bindings, scope, use))


def _is_bound_by_then(bindings: list[Binding], scope: Scope, use: Use) -> bool:
    """Bound where it stands (not by a ``global`` elsewhere, nor perhaps to None), and before the use runs."""
    if any(binding.scope is not scope or is_none(binding.value) for binding in bindings):
        return False
    return any(_is_before(binding, use) for binding in bindings) and _always_binds(bindings, use)


def _always_binds(bindings: list[Binding], use: Use) -> bool:
    """Whether the name is bound wherever the legacy name is, or wherever the use runs.

    Arms of one ``try`` that all bind it count as one binding.
    """
    around = {id(block) for node in use.ancestors for block in _blocks_of(node)}
    for anchor in use.bindings:
        around.update(map(id, _blocks_above(anchor)))
    within = [{id(block) for block in _blocks_above(each)} - around for each in bindings]
    return not all(within) or len(bindings) > 1


def _blocks_above(binding: Binding) -> list[list[ast.stmt]]:
    """The blocks between a binding and the body of its scope, the one that holds it included."""
    node = binding.statement or binding.node
    blocks = _path_to(node, getattr(binding.scope.node, "body", None))
    return blocks[1:]


def _path_to(node: ast.AST, block: object) -> list[list[ast.stmt]]:
    if not isinstance(block, list):
        return []
    for statement in block:
        if statement is node:
            return [block]
        for inner in _blocks_of(statement):
            if path := _path_to(node, inner):
                return path if isinstance(statement, (ast.With, ast.AsyncWith)) else [block, *path]
    return []


def _blocks_of(node: ast.AST) -> list[list[ast.stmt]]:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
        return []
    inner = (*getattr(node, "handlers", ()), *getattr(node, "cases", ()))
    blocks = [getattr(node, name, None) for name in ("body", "orelse", "finalbody")]
    blocks += [each.body for each in inner]
    return [block for block in blocks if isinstance(block, list) and block]


def _is_before(binding: Binding, use: Use) -> bool:
    """Whether a binding precedes whatever runs in its scope on the way to the use.

    That is the use itself, a class body around it, or the definition of a function inside a function. A
    function of the module runs when the module's names are there.
    """
    inner: ast.AST = use.outermost
    scope: Scope | None = use.scope
    while scope is not None and scope is not binding.scope:
        if isinstance(scope.node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            inner = scope.node
        scope = scope.parent
    is_function = isinstance(inner, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
    if is_function and binding.scope.kind is ScopeKind.MODULE:
        return True
    end = getattr(binding.statement or binding.node, "end_lineno", 0) or 0
    return end < getattr(inner, "lineno", 0)


def visible_scopes(scope: Scope) -> Iterator[Scope]:
    """The scopes whose names are seen from ``scope``, innermost first."""
    yield scope
    above = scope.parent
    while above is not None:
        if above.kind is not ScopeKind.CLASS:
            yield above
        above = above.parent


def _anchors(use: Use, names: FileNames) -> Iterator[Binding]:
    """The imports that bound the legacy symbol, through local aliases where there are some."""
    visible = set(map(id, visible_scopes(use.scope)))
    waiting, seen = list(use.bindings), set[int]()
    while waiting:
        binding = waiting.pop(0)
        if id(binding) in seen:
            continue
        seen.add(id(binding))
        if binding.statement is not None and id(binding.scope) in visible:
            yield binding
        elif isinstance(binding.value, (ast.Name, ast.Attribute)):
            root = binding.value
            while isinstance(root, ast.Attribute):
                root = root.value  # type: ignore[assignment]
            if isinstance(root, ast.Name):
                waiting += binding.scope.lookup(root.id)


def _refuse_stars(local: str, dotted: str, use: Use, names: FileNames) -> None:
    """A star import may bring something else by that name, or be what other reads of it mean."""
    for star in use.scope.module.bindings.get("*", ()):
        resolution = names.index.resolve(f"{star.target}.{local}")
        is_absent = resolution.kind is ObjectKind.MISSING
        if not is_absent and resolution.canonical != names.index.canonical(dotted):
            line = getattr(star.node, "lineno", 0)
            raise Refusal(Reason.NAME_COLLISION, f"a star import (line {line}) may bring another {local}")


def _refuse_collision(local: str, dotted: str, home: Scope, use: Use, names: FileNames) -> None:
    """Neither the scope of the new import nor one between it and the use may bind the name already."""
    for scope in visible_scopes(use.scope):
        if local in scope.bindings and not (scope is home and _is_imported(local, dotted, home, names)):
            line = getattr(scope.bindings[local][0].node, "lineno", 0)
            raise Refusal(Reason.NAME_COLLISION, f"{local} already means something else (line {line})")
        if scope is home:
            break
    is_new = home.kind is ScopeKind.FUNCTION and local not in home.bindings
    if is_new and local in identifiers(home.node) and not _means_it_already(local, dotted, home, names):
        raise Refusal(Reason.NAME_COLLISION, f"{local} means something else elsewhere in the function")
    if home.kind is not ScopeKind.MODULE or local in home.bindings:
        return
    if hasattr(builtins, local) and local in identifiers(home.node):
        raise Refusal(Reason.NAME_COLLISION, f"{local} is a builtin that the module uses")
    if (line := line_without_meaning(local, home.node)) is not None:
        told = f"{local} is read in line {line}, where nothing binds it; the import would"
        raise Refusal(Reason.NAME_COLLISION, told)


def _means_it_already(local: str, dotted: str, home: Scope, names: FileNames) -> bool:
    """Whether a function reads the name and means the very object, as in annotations of what it imports."""
    outer = home.home_of(local)
    if outer is None or local in home.globals | home.nonlocals:
        return False
    return _is_imported(local, dotted, outer, names)


def _is_imported(local: str, dotted: str, home: Scope, names: FileNames) -> bool:
    """Whether the scope itself imports the very object by that name, and binds the name in no other way."""
    canonical = names.index.canonical(dotted)
    return all(
        binding.kind is BindingKind.IMPORT
        and binding.scope is home
        and names.index.canonical(binding.target or "") == canonical
        for binding in home.bindings[local]
    )


def fresh_name(wanted: str, scope: Scope, taken: set[str]) -> str:
    """``wanted``, or ``wanted_2`` and so on where the scope's function binds or reads that name."""
    known = taken | identifiers(scope.function().node)
    candidate, count = wanted, 1
    while candidate in known:
        count += 1
        candidate = f"{wanted}_{count}"
    taken.add(candidate)
    return candidate
