"""Everything that is known of one class, each fact with its place."""

import ast
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from migrate_engines.facts.annotations import classes_in
from migrate_engines.facts.bodies import MethodBody, method_bodies
from migrate_engines.facts.calls import (
    Channels,
    Construction,
    Emission,
    HandedOn,
    TypeTest,
    constructions,
    emissions,
    handed_on,
    returned_classes,
    type_tests,
)
from migrate_engines.facts.class_state import class_state
from migrate_engines.facts.constructor import Constructor, constructor_of
from migrate_engines.facts.definitions import ClassDefinition, Condition
from migrate_engines.facts.delegation import Delegation, delegation_of
from migrate_engines.facts.lineage import Lineage, lineage_of
from migrate_engines.facts.methods import Method, inherited_methods, own_methods
from migrate_engines.facts.module_state import module_state
from migrate_engines.facts.records import holds_values_only
from migrate_engines.facts.state import SharedState
from migrate_engines.facts.writes import Step, steps
from migrate_engines.model.location import Location


class Handled(Struct, frozen=True):
    """The classes of this tree that the annotations of one method name."""

    method: str
    takes: tuple[str, ...]
    returns: tuple[str, ...]


class ClassFacts(Struct, frozen=True):
    """One class.

    Attributes:
        end_line: the last line of the class statement; it starts at ``location``.
        condition: what the definition depends on.
        methods: its own ones, in source order.
        inherited: those that it has from ancestors in this tree.
        handled: what the annotations of its own methods say.
        state: its own, then that of its module.
        deprecations: where its methods warn of its deprecation.
        is_empty: the class statement holds nothing but documentation.
        holds_values_only: see ``facts.records``.
    """

    symbol: str
    location: Location
    end_line: int
    condition: Condition | None
    lineage: Lineage
    constructor: Constructor
    methods: tuple[Method, ...]
    inherited: tuple[Method, ...]
    handled: tuple[Handled, ...]
    state: tuple[SharedState, ...]
    delegation: Delegation
    constructions: tuple[Construction, ...]
    handed_on: tuple[HandedOn, ...]
    emissions: tuple[Emission, ...]
    type_tests: tuple[TypeTest, ...]
    bodies: tuple[MethodBody, ...]
    deprecations: tuple[Location, ...]
    is_empty: bool
    holds_values_only: bool

    @property
    def name(self) -> str:
        return self.symbol.rpartition(".")[2]

    def public_methods(self) -> tuple[Method, ...]:
        """Its own and the inherited ones, as its users see them."""
        return tuple(each for each in (*self.methods, *self.inherited) if each.is_public)


def class_facts(
    definition: ClassDefinition, channels: Channels, ancestors: Mapping[str, ClassDefinition]
) -> ClassFacts:
    """Read one class. ``ancestors`` are definitions by symbol, for what its base classes do."""
    lineage = lineage_of(definition)
    own = own_methods(definition)
    every = tuple(steps(definition.module, definition.methods().values()))
    return ClassFacts(
        symbol=definition.symbol,
        location=definition.location,
        end_line=definition.node.end_lineno or definition.node.lineno,
        condition=definition.condition,
        lineage=lineage,
        constructor=constructor_of(definition, lineage),
        methods=own,
        inherited=inherited_methods(lineage, own, definition.module.index),
        handled=tuple(_handled(definition)),
        state=(*class_state(definition, lineage, every), *module_state(definition.module)),
        delegation=delegation_of(definition, lineage, ancestors),
        constructions=constructions(definition),
        handed_on=handed_on(definition),
        emissions=emissions(definition, every, channels),
        type_tests=type_tests(definition, every),
        bodies=method_bodies(definition),
        deprecations=tuple(_deprecations(every)),
        is_empty=all(_is_documentation(each) for each in definition.node.body),
        holds_values_only=holds_values_only(definition),
    )


def _handled(definition: ClassDefinition) -> Iterator[Handled]:
    for name, node in definition.methods().items():
        arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        takes = [classes_in(each.annotation, definition.module, definition.inside) for each in arguments]
        named = dict.fromkeys(symbol for each in takes for symbol in each)
        returns = returned_classes(node, definition.module, definition.inside)
        if named or returns:
            yield Handled(name, tuple(named), returns)


def _deprecations(every: Iterable[Step]) -> Iterator[Location]:
    for step in every:
        match step.node:
            case ast.Call(args=arguments, keywords=keywords):
                given = [*arguments, *(each.value for each in keywords)]
                if any(isinstance(each, ast.Name) and each.id == "DeprecationWarning" for each in given):
                    yield step.writer.location


def _is_documentation(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Pass) or (
        isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    )
