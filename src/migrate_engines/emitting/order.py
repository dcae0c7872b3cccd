"""Which arguments must be evaluated before the replacement, so that order and number stay as they are."""

import ast

from msgspec import Struct

from migrate_engines.emitting.arguments import Arguments
from migrate_engines.emitting.evaluation import (
    Sensitive,
    enclosed_parameters,
    in_source_order,
    is_constant,
    keeps_order,
    late_locals,
    late_parameters,
    read_counts,
)
from migrate_engines.emitting.refusal import Refusal
from migrate_engines.finding.scope import ScopeKind
from migrate_engines.model.reason import Reason
from migrate_engines.model.rule import Template

_LOOPS = (
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
)

_OF_THEIR_FUNCTION = (ast.NamedExpr, ast.Await, ast.Yield, ast.YieldFrom)


class Order(Struct, frozen=True):
    """Plans the evaluation of one call's arguments."""

    arguments: Arguments

    def plan(self, template: Template, expression: ast.expr) -> tuple[list[str], list[str] | None]:
        """The arguments to bind to names first, and the order of keywords where it changes."""
        if (late := late_locals(template)) and self._loops():
            told = f"{min(late)} is read later, when the loop has bound it again"
            raise Refusal(Reason.NAME_COLLISION, told)
        impure, sensitive = self.arguments.impure(), self._sensitive()
        unstable = self._unstable(late_parameters(template, expression) & set(self.arguments.bound))
        unstable |= self._immovable(enclosed_parameters(template, expression) & set(self.arguments.bound))
        if not unstable and (not impure or keeps_order(template, expression, sensitive)):
            return [], None
        positions = {name: position for position, name in enumerate(self.arguments.in_source_order())}
        reordered = in_source_order(expression, positions)
        if not unstable and reordered is not expression and keeps_order(template, reordered, sensitive):
            assert isinstance(reordered, ast.Call)
            return [], [keyword.arg or "" for keyword in reordered.keywords]
        return self._named_first(impure, sensitive, unstable), None

    def _named_first(self, impure: list[str], sensitive: list[Sensitive], unstable: set[str]) -> list[str]:
        """Impure arguments, what late code reads, and what an effect after it could change."""
        last = max((place for place, each in enumerate(sensitive) if each.is_impure), default=0)
        before = {each.parameter for each in sensitive[:last]}
        named = [name for name in self.arguments.in_source_order() if name in {*impure, *unstable} | before]
        variadic = [name for name in named if isinstance(self.arguments.bound[name], tuple)]
        if variadic:
            raise Refusal(Reason.EVALUATION_ORDER, f"the arguments of {variadic[0]} cannot be named")
        return named

    def need(self, template: Template, expression: ast.expr) -> Refusal:
        """What a statement of its own is needed for, as the refusal where there is none."""
        if template.statements:
            return Refusal(Reason.NEEDS_STATEMENT_CONTEXT, f"{self.arguments.rule.name} has statements")
        counts = read_counts(template, expression)
        for name in self.arguments.impure():
            if not counts[name]:
                return Refusal(Reason.ARGUMENT_DROPPED, f"{name} is not used")
            if counts[name] > 1:
                return Refusal(Reason.ARGUMENT_DUPLICATED, f"{name} is used {counts[name]} times")
        return Refusal(Reason.EVALUATION_ORDER, "the arguments have to be evaluated first")

    def _sensitive(self) -> list[Sensitive]:
        """The arguments whose order matters, in source order.

        Besides impure ones: attributes, which effects may change, and names that another argument binds.
        """
        impure = set(self.arguments.impure())
        nodes = {name: self.arguments.nodes(name) for name in self.arguments.bound}
        bound = {n.target.id for found in nodes.values() for n in found if isinstance(n, ast.NamedExpr)}

        def can_change(name: str) -> bool:
            reads = {node.id for node in nodes[name] if isinstance(node, ast.Name)}
            has_attribute = any(isinstance(node, ast.Attribute) for node in nodes[name])
            return has_attribute or not bound.isdisjoint(reads) or any(map(self._is_shared, reads))

        order = self.arguments.in_source_order()
        return [
            Sensitive(name, name in impure, isinstance(self.arguments.bound[name], tuple))
            for name in order
            if name in impure or can_change(name)
        ]

    def _is_shared(self, name: str) -> bool:
        """A name that other functions can bind again while an argument is being evaluated."""
        home = self.arguments.use.scope.home_of(name)
        return home is not None and home.function() is not self.arguments.use.scope.function()

    def _unstable(self, late: set[str]) -> set[str]:
        """Arguments that may have changed by the time a lambda or generator of the rule reads them."""
        unstable = {name for name in late if not all(map(self._is_stable, self.arguments.values(name)))}
        if unstable and self._loops():
            told = f"{min(unstable)} is read later, when the loop has bound it again"
            raise Refusal(Reason.NAME_COLLISION, told)
        return unstable

    def _immovable(self, enclosed: set[str]) -> set[str]:
        """Arguments that Python does not allow inside a lambda or a comprehension, or that differ there."""
        return {
            name
            for name in enclosed
            if any(isinstance(node, _OF_THEIR_FUNCTION) for node in self.arguments.nodes(name))
        }

    def _is_stable(self, value: ast.expr) -> bool:
        if is_constant(value):
            return True
        bindings = self.arguments.use.scope.lookup(value.id) if isinstance(value, ast.Name) else []
        if len(bindings) != 1 or bindings[0].scope.kind is ScopeKind.COMPREHENSION:
            return False
        line = getattr(bindings[0].node, "lineno", 0)
        return not any(loop.lineno <= line <= (loop.end_lineno or line) for loop in self._loops())

    def _loops(self) -> list[ast.stmt | ast.expr]:
        """The loops and comprehensions around the call, inside its function."""
        found: list[ast.stmt | ast.expr] = []
        for node in reversed(self.arguments.use.ancestors):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
                break
            if isinstance(node, _LOOPS):
                found.append(node)
        return found
