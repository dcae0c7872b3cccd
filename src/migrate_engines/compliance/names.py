"""Settings that name something which is not there would turn a gate off in silence."""

from collections.abc import Iterator
from difflib import get_close_matches

from msgspec.structs import replace

from migrate_engines.compliance.ground import Ground
from migrate_engines.model.gate import Gate
from migrate_engines.model.problem import InputError, Problem
from migrate_engines.settings import ComplianceSettings
from migrate_engines.tree.index import ObjectKind, SymbolIndex

_TABLE = "[tool.migrate-engines.compliance]"


def check_names(ground: Ground) -> None:
    """
    Raises:
        InputError: a gate is not known; or a registry, a channel or a class of contexts is not in this tree.
    """
    problems = [*_gates(ground), *_dotted(ground)]
    if problems:
        raise InputError(problems)


def without_missing(rules: ComplianceSettings, index: SymbolIndex) -> ComplianceSettings:
    """The settings for a tree that may lack what they name, such as an older one."""

    def is_there(name: str) -> bool:
        return "." not in name or index.resolve(name).kind in (ObjectKind.CLASS, ObjectKind.MODULE)

    return replace(
        rules,
        registries=tuple(filter(is_there, rules.registries)),
        channels=tuple(filter(is_there, rules.channels)),
        context=tuple(filter(is_there, rules.context)),
    )


def _gates(ground: Ground) -> Iterator[Problem]:
    codes = [gate.value for gate in Gate]
    for code in ground.settings.ignore:
        if code not in codes:
            close = get_close_matches(code, codes, 1)
            remedy = f"Did you mean `{close[0]}`?" if close else f"The gates are {', '.join(codes)}."
            yield Problem(_TABLE, 0, f"`ignore`: there is no gate {code}", remedy)


def _dotted(ground: Ground) -> Iterator[Problem]:
    rules = ground.settings
    named = [("registries", each) for each in rules.registries]
    named += [("channels", each) for each in rules.channels if "." in each]
    named += [("context", each) for each in rules.context if "." in each]
    for key, name in named:
        kind = ground.index.resolve(name).kind
        is_module = key == "registries" and kind is ObjectKind.MODULE
        if kind is not ObjectKind.CLASS and not is_module:
            what = f"`{key}`: there is no class {'or module ' if key == 'registries' else ''}{name}"
            yield Problem(_TABLE, 0, what, "Give its dotted name, as an import would spell it.")
