"""The shared state of modules that the settings name: those of registries and of unshared classes."""

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase

from migrate_engines.compliance.ground import Ground
from migrate_engines.facts.class_state import class_state
from migrate_engines.facts.definitions import FunctionNode, class_definitions
from migrate_engines.facts.lineage import lineage_of
from migrate_engines.facts.module_state import module_state
from migrate_engines.facts.parsed import ParsedModule
from migrate_engines.facts.state import SharedState
from migrate_engines.facts.writes import steps
from migrate_engines.inventory.area import Area
from migrate_engines.tree.prefilter import matching_files


def unshared_state(ground: Ground) -> Iterator[SharedState]:
    """State at the top level of those modules, and of their classes that are named."""
    for module in _modules(ground):
        yield from module_state(module)
        for definition in class_definitions(module):
            if _is_named(ground, definition.symbol):
                own = tuple(steps(module, definition.methods().values()))
                yield from class_state(definition, lineage_of(definition), own)


def _modules(ground: Ground) -> Iterator[ParsedModule]:
    for path in sorted({*_of_registries(ground), *_with_a_match(ground)}):
        if module := ground.reader.module(path):
            yield module


def _is_named(ground: Ground, symbol: str) -> bool:
    names = (*ground.settings.unshared, *ground.settings.registries)
    return any(fnmatchcase(symbol, each) for each in names)


def _of_registries(ground: Ground) -> Iterator[str]:
    for name in ground.settings.registries:
        module, _ = ground.index.modules.split(ground.index.canonical(name))
        if module and (path := ground.index.modules.path_of(module)):
            yield path


def _with_a_match(ground: Ground) -> Iterator[str]:
    """Production files that define a class or a function whose dotted name fits a pattern."""
    files = ground.found.files
    for pattern in ground.settings.unshared:
        words = re.findall(r"\w{3,}", pattern.rpartition(".")[2]) or re.findall(r"\w{3,}", pattern)
        matched, _ = matching_files(files.settings.root, files.listing, words[:1])
        for path in matched if words else ():
            if files.areas.of_path(path) is Area.PRODUCTION and _defines(ground, path, pattern):
                yield path


def _defines(ground: Ground, path: str, pattern: str) -> bool:
    name = ground.index.modules.module_of(path)
    # Most modules cannot fit the pattern; they are not parsed to be asked.
    if not fnmatchcase(f"{name}.x", _module_part(pattern)):
        return False
    module = ground.reader.module(path)
    if module is None:
        return False
    functions = (each.name for each in module.tree.body if isinstance(each, FunctionNode))
    symbols = [
        *(each.symbol for each in class_definitions(module)),
        *(f"{name}.{each}" for each in functions),
    ]
    return any(fnmatchcase(symbol, pattern) for symbol in symbols)


def _module_part(pattern: str) -> str:
    owner = pattern.rpartition(".")[0]
    return f"{owner}.*" if owner else "*"
