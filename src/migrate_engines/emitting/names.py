"""Under which name a replacement reaches what it needs, at one place in one file."""

import ast
import builtins
from collections.abc import Iterator
from dataclasses import dataclass

from migrate_engines.emitting.refusal import Refusal
from migrate_engines.finding.names import FileNames
from migrate_engines.finding.scopes import Binding, BindingKind, Scope, ScopeKind
from migrate_engines.finding.use import Use
from migrate_engines.model.reason import Reason


@dataclass(frozen=True, slots=True)
class NewImport:
    """``from module import name as local``, directly after the statement ``after``."""

    after: ast.Import | ast.ImportFrom
    module: str
    name: str
    local: str


@dataclass(frozen=True, slots=True)
class LocalName:
    """The name to write, and the imports that bind it (none where it is bound already)."""

    text: str
    imports: tuple[NewImport, ...] = ()


def local_name(dotted: str, preferred: str, use: Use, names: FileNames) -> LocalName:
    """A name for the object ``dotted`` at ``use``: one that is bound to it already, else a new import.

    Raises:
        Refusal: ``preferred`` means something else there, or there is no import to stand beside.
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
            bindings = scope.bindings[local]
            if use.scope.home_of(local) is scope and _all_mean(canonical, bindings, use, names):
                return local
    return None


def _own_name_first(use: Use, scope: Scope) -> list[str]:
    """The name that the call itself is written with, then the others as they are bound."""
    root = use.node
    while isinstance(root, ast.Attribute):
        root = root.value
    own = root.id if isinstance(root, ast.Name) else ""
    return sorted(scope.bindings, key=lambda local: local != own)


def _all_mean(canonical: str, bindings: list[Binding], use: Use, names: FileNames) -> bool:
    kinds = {binding.kind for binding in bindings}
    if kinds - {BindingKind.IMPORT, BindingKind.DEFINITION, BindingKind.ASSIGNMENT}:
        return False
    if BindingKind.IMPORT not in kinds and BindingKind.DEFINITION not in kinds:
        return False
    if any(binding.type_checking for binding in bindings):
        return False
    if not any(_is_before(binding, use) for binding in bindings) or not _always_binds(bindings, use):
        return False
    targets = names.targets(bindings)
    return bool(targets) and all(target and names.index.canonical(target) == canonical for target in targets)


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
    """A binding of the scope in which the use runs must come first; an outer one is there by then."""
    if binding.scope.function() is not use.scope.function():
        return True
    return (getattr(binding.node, "lineno", 0), 0) < (getattr(use.outermost, "lineno", 0), 1)


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


def _refuse_collision(local: str, dotted: str, home: Scope, use: Use, names: FileNames) -> None:
    """Neither the scope of the new import nor one between it and the use may bind the name already."""
    for scope in visible_scopes(use.scope):
        if local in scope.bindings:
            targets = names.targets(scope.bindings[local])
            if any(
                target is None or names.index.canonical(target) != names.index.canonical(dotted)
                for target in targets or {None}
            ):
                line = getattr(scope.bindings[local][0].node, "lineno", 0)
                raise Refusal(Reason.NAME_COLLISION, f"{local} already means something else (line {line})")
        if scope is home:
            break
    if home.kind is ScopeKind.FUNCTION and local not in home.bindings and local in _identifiers(home.node):
        raise Refusal(Reason.NAME_COLLISION, f"{local} means something else elsewhere in the function")
    if home.kind is ScopeKind.MODULE and hasattr(builtins, local) and local in _identifiers(home.node):
        raise Refusal(Reason.NAME_COLLISION, f"{local} is a builtin that the module uses")


def fresh_name(wanted: str, scope: Scope, taken: set[str]) -> str:
    """``wanted``, or ``wanted_2`` and so on where the scope's function binds or reads that name."""
    known = taken | _identifiers(scope.function().node)
    candidate, count = wanted, 1
    while candidate in known:
        count += 1
        candidate = f"{wanted}_{count}"
    taken.add(candidate)
    return candidate


def _identifiers(node: ast.AST) -> set[str]:
    found: set[str] = set()
    for each in ast.walk(node):
        match each:
            case ast.Name(name) | ast.arg(name) | ast.alias(asname=str(name)):
                found.add(name)
            case ast.alias(name):
                found.add(name.partition(".")[0])
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() if each is not node:
                found.add(each.name)
            case ast.Global(names) | ast.Nonlocal(names):
                found.update(names)
    return found
