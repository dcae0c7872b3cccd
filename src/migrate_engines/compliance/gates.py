"""Which function judges which gate, and when a gate has nothing to go by."""

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from migrate_engines.compliance.adapters import adapters_with_logic
from migrate_engines.compliance.contexts import engines_without_context
from migrate_engines.compliance.cycles import cycles_of_imports
from migrate_engines.compliance.deprecated import deprecated_modules, deprecated_not_redirects
from migrate_engines.compliance.events import events_outside_channels
from migrate_engines.compliance.factories import factories_of_others, registries_of_others
from migrate_engines.compliance.finding import GateFinding
from migrate_engines.compliance.ground import Ground
from migrate_engines.compliance.implementations import (
    classes_not_allowed,
    missing_implementation,
    second_implementations,
)
from migrate_engines.compliance.signatures import inconsistent_signatures
from migrate_engines.compliance.state import shared_mutable_state, shared_singletons
from migrate_engines.compliance.uses import legacy_uses
from migrate_engines.model.gate import Gate

Check: TypeAlias = Callable[[Ground], Iterator[GateFinding]]

CHECKS: Mapping[Gate, Check] = {
    Gate.SECOND_IMPLEMENTATION: second_implementations,
    Gate.NO_IMPLEMENTATION: missing_implementation,
    Gate.CLASS_NOT_ALLOWED: classes_not_allowed,
    Gate.DEPRECATED_NOT_REDIRECT: deprecated_not_redirects,
    Gate.ADAPTER_HOLDS_LOGIC: adapters_with_logic,
    Gate.FACTORY_BUILDS_OTHER: factories_of_others,
    Gate.REGISTRY_USES_OTHER: registries_of_others,
    Gate.EVENT_OUTSIDE_CHANNEL: events_outside_channels,
    Gate.SHARED_SINGLETON: shared_singletons,
    Gate.ENGINE_WITHOUT_CONTEXT: engines_without_context,
    Gate.SHARED_MUTABLE_STATE: shared_mutable_state,
    Gate.IMPORT_CYCLE: cycles_of_imports,
    Gate.INCONSISTENT_SIGNATURE: inconsistent_signatures,
    Gate.LEGACY_USE: legacy_uses,
}


def not_judged(gate: Gate, ground: Ground) -> str:
    """Why a gate says nothing about this tree; "" where it does."""
    rules = ground.settings
    if gate.value in rules.ignore:
        return "left out by the settings"
    needs_canonical = (Gate.NO_IMPLEMENTATION, Gate.INCONSISTENT_SIGNATURE)
    if gate in needs_canonical and not ground.canonical:
        return "there is no canonical class: set `canonical`"
    if gate is Gate.REGISTRY_USES_OTHER and not rules.registries:
        return "no registry is named: set `registries`"
    if gate is Gate.EVENT_OUTSIDE_CHANNEL and not rules.channels:
        return "no channel is named: set `channels`"
    if gate is Gate.DEPRECATED_NOT_REDIRECT and not deprecated_modules(ground):
        return "no module is deprecated: set `deprecated`, or name the codemods"
    return ""
