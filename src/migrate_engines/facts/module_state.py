"""The shared state at the top level of a module."""

import ast
from collections.abc import Iterator
from functools import lru_cache

from migrate_engines.facts.definitions import FunctionNode
from migrate_engines.facts.parsed import ParsedModule
from migrate_engines.facts.state import SharedState, StateKind, Writer
from migrate_engines.facts.values import is_cache, is_container, is_lock, lock_class, made_class, short_text
from migrate_engines.facts.writes import Step, bound, changed, steps
from migrate_engines.finding.scope import Binding, BindingKind, ScopeKind
from migrate_engines.tree.unparsing import unparse


@lru_cache(maxsize=64)
def module_state(module: ParsedModule) -> tuple[SharedState, ...]:
    """Names that functions bind anew, containers that they change, objects, locks and caches; by line."""
    functions = [node for node in ast.walk(module.tree) if isinstance(node, FunctionNode)]
    every = list(_outermost_steps(module))
    found = [*_names(module, every), *_caches(module, functions)]
    return tuple(sorted(found, key=lambda each: (each.location, each.name)))


def _outermost_steps(module: ParsedModule) -> Iterator[Step]:
    """The steps of every function, each once: those of a nested function belong to the one around it."""
    waiting: list[ast.AST] = [module.tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, FunctionNode):
            yield from steps(module, [node])
        else:
            waiting += reversed(list(ast.iter_child_nodes(node)))


def _names(module: ParsedModule, every: list[Step]) -> Iterator[SharedState]:
    scripts = [node for node in module.tree.body if _is_script(node)]
    for name, bindings in module.scopes.module.bindings.items():
        own = [each for each in bindings if each.scope.kind is ScopeKind.MODULE]
        own = [each for each in own if not any(_is_in(each.node, script) for script in scripts)]
        values = [each for each in own if each.kind is BindingKind.ASSIGNMENT]
        rebound = [each for each in bindings if each.scope.kind is not ScopeKind.MODULE]
        if rebound:
            yield _rebound(module, name, own, rebound, every)
        elif values and not name.startswith("__"):
            yield from _kept(module, name, values[-1], every)


def _is_script(node: ast.stmt) -> bool:
    """``if __name__ == "__main__":`` runs in no process that imports the module."""
    return isinstance(node, ast.If) and any(
        isinstance(each, ast.Name) and each.id == "__name__" for each in ast.walk(node.test)
    )


def _is_in(node: ast.AST, block: ast.stmt) -> bool:
    return block.lineno <= getattr(node, "lineno", 0) <= (block.end_lineno or block.lineno)


def _rebound(
    module: ParsedModule, name: str, own: list[Binding], rebound: list[Binding], every: list[Step]
) -> SharedState:
    made = [made_class(each.value, module, each.scope) for each in rebound]
    kind = StateKind.SINGLETON if any(made) else StateKind.GLOBAL
    first = (own or rebound)[0]
    writers = tuple(_global_writers(module, name, every))
    one = next((each for each in made if each), "")
    detail = f"bound to {one.rpartition('.')[2]} objects" if one else "bound anew"
    return SharedState(kind, module.name, name, module.at(first.node), detail, writers, one)


def _global_writers(module: ParsedModule, name: str, every: list[Step]) -> Iterator[Writer]:
    for step in every:
        for target, _ in bound(step.node):
            is_name = isinstance(target, ast.Name) and target.id == name
            if is_name and name in step.scope.function().globals:
                yield step.writer


def _kept(module: ParsedModule, name: str, binding: Binding, every: list[Step]) -> Iterator[SharedState]:
    value, place, owner = binding.value, module.at(binding.node), module.name
    text = short_text(value)
    if is_container(value, module, module.scopes.module):
        writers = tuple(_container_writers(module, name, every))
        if writers:
            yield SharedState(StateKind.CONTAINER, owner, name, place, text, writers)
    elif is_lock(value, module, module.scopes.module):
        made = lock_class(value, module, module.scopes.module)
        yield SharedState(StateKind.LOCK, owner, name, place, text, made=made)
    elif symbol := made_class(value, module, module.scopes.module):
        yield SharedState(StateKind.INSTANCE, owner, name, place, text, made=symbol)


def _container_writers(module: ParsedModule, name: str, every: list[Step]) -> Iterator[Writer]:
    for step in every:
        target = changed(step.node)
        is_name = isinstance(target, ast.Name) and target.id == name
        if is_name and step.scope.home_of(name) is module.scopes.module:
            yield step.writer


def _caches(module: ParsedModule, functions: list[FunctionNode]) -> Iterator[SharedState]:
    """Cached functions of the module itself; methods are a matter of their class."""
    for node in functions:
        decorator = next((each for each in node.decorator_list if is_cache(each)), None)
        if decorator is not None and node in module.tree.body:
            detail = f"@{unparse(decorator)}"
            yield SharedState(StateKind.CACHE, module.name, node.name, module.at(node), detail)
