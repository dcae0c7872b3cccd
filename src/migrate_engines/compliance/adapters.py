"""Adapters delegate and hold no logic."""

import ast
from collections.abc import Iterator

from migrate_engines.compliance.finding import GateFinding
from migrate_engines.compliance.ground import Ground, fits
from migrate_engines.facts.definitions import ClassDefinition, FunctionNode
from migrate_engines.facts.methods import does_nothing
from migrate_engines.facts.noise import is_noise
from migrate_engines.inventory.entry import Entry, Group
from migrate_engines.inventory.wording import count, last
from migrate_engines.model.gate import Gate


def adapters_with_logic(ground: Ground) -> Iterator[GateFinding]:
    """Every adapter that the inventory finds, and every class that the settings name as one."""
    for entry in ground.classes():
        if entry.group is Group.ADAPTER or fits(entry.symbol, ground.settings.adapters):
            yield from _in_class(entry, ground.found.subjects.classes[entry.symbol])


def _in_class(entry: Entry, definition: ClassDefinition) -> Iterator[GateFinding]:
    facts = entry.facts
    if facts is None:
        return
    forwarding = {each.method for each in facts.delegation.forwards if each.is_pure}
    for name, node in definition.methods().items():
        if name == "__init__":
            told = _constructing(node)
        elif name in forwarding or _is_special(name) or does_nothing(node) or _gives_out(node):
            told = ""
        else:
            forwards = [each for each in facts.delegation.forwards if each.method == name]
            more = f"forwards to {forwards[0].attribute}, and does more" if forwards else "does not forward"
            told = f"{more} ({count(len(_body(node)), 'statement')})"
        if told:
            what = f"the adapter {last(entry.symbol)} holds logic: {name} {told}"
            subject = f"{entry.symbol}.{name}"
            yield GateFinding(Gate.ADAPTER_HOLDS_LOGIC, definition.module.at(node), subject, what)


def _is_special(name: str) -> bool:
    """Methods that Python itself calls have to do what Python asks of them."""
    return name.startswith("__") and name.endswith("__")


def _body(node: FunctionNode) -> list[ast.stmt]:
    return [statement for statement in node.body if not is_noise(statement)]


def _gives_out(node: FunctionNode) -> bool:
    """``return self.engine.name``, or a constant."""
    match _body(node):
        case [] | [ast.Return(None)]:
            return True
        case [ast.Return(ast.expr() as value)]:
            return _is_plain(value)
    return False


def _is_plain(value: ast.expr) -> bool:
    match value:
        case ast.Name() | ast.Constant():
            return True
        case ast.Attribute(inner):
            return _is_plain(inner)
    return False


def _constructing(node: FunctionNode) -> str:
    """What a constructor does besides keeping objects; "" for nothing."""
    other = [statement for statement in _body(node) if not _keeps(statement)]
    return f"does more than keep what it is given (line {other[0].lineno})" if other else ""


def _keeps(statement: ast.stmt) -> bool:
    match statement:
        case ast.Assign([target], value) | ast.AnnAssign(target, _, ast.expr() as value):
            return _is_own(target) and _is_kept(value)
        case ast.Expr(ast.Call(ast.Attribute(ast.Call(ast.Name("super")), "__init__"))):
            return True
        case ast.If(_, [ast.Raise()], []):
            return True
    return isinstance(statement, ast.AnnAssign)


def _is_own(target: ast.expr) -> bool:
    """A local name, or an attribute of the object."""
    match target:
        case ast.Name() | ast.Attribute(ast.Name("self")):
            return True
    return False


def _is_kept(value: ast.expr) -> bool:
    match value:
        case ast.BoolOp(values=values):
            return all(_is_kept(each) for each in values)
        case ast.Call(_, arguments, keywords):
            return all(map(_is_plain, (*arguments, *(each.value for each in keywords))))
        case ast.Dict(keys=[]) | ast.List([]):
            return True
    return _is_plain(value)
