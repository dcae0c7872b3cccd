"""The helper modules of a run: where they go, and whether they may."""

import codecs
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from migrate_engines.emitting.shipment import helper_module
from migrate_engines.model.reason import Reason
from migrate_engines.model.result import Rewritten
from migrate_engines.model.rule import Helper
from migrate_engines.settings import Settings
from migrate_engines.tree.modules import ModuleMap
from migrate_engines.tree.trace import note_existing, note_read


class HelperModule(Struct, frozen=True):
    """``path`` is None where the tree has no package to hold it; ``imported`` are the names it imports."""

    module: str
    path: str | None
    text: str
    exists: bool
    refusal: tuple[Reason, str] | None
    imported: tuple[str, ...]


def helper_modules(
    helpers: Iterable[Helper], settings: Settings, modules: ModuleMap, *, is_partial: bool
) -> dict[str, HelperModule]:
    """Every helper module of the codemods, compared with what the tree has under its name."""
    grouped: dict[str, list[Helper]] = {}
    for helper in helpers:
        grouped.setdefault(helper.module, []).append(helper)
    return {
        module: _helper_module(module, found, settings, modules, is_partial)
        for module, found in grouped.items()
    }


def _helper_module(
    module: str, helpers: Sequence[Helper], settings: Settings, modules: ModuleMap, is_partial: bool
) -> HelperModule:
    text = helper_module(helpers)
    imports = [each for helper in helpers for each in helper.imports]
    imported = tuple(f"{each.module}.{each.name}" if each.name else each.module for each in imports)
    existing = modules.path_of(module)
    if existing is not None:
        note_read(existing)
        differs = _comparable((settings.root / existing).read_bytes()) != text.rstrip("\n").encode()
        refusal = (Reason.HELPER_CONFLICT, f"{existing} differs") if differs else None
        return HelperModule(module, existing, text, True, refusal, imported)
    path = modules.path_for(module)
    if path is None:
        package = module.rpartition(".")[0]
        refusal = (Reason.RULE_DOES_NOT_FIT, f"no package {package}")
        return HelperModule(module, None, text, False, refusal, imported)
    is_there = (settings.root / path).exists()
    note_existing(path, is_there)
    if is_there:
        refusal = (Reason.HELPER_CONFLICT, f"{path} is excluded or ignored")
        return HelperModule(module, path, text, True, refusal, imported)
    missing = (Reason.HELPER_MISSING, f"{path} does not exist") if is_partial else None
    return HelperModule(module, path, text, False, missing, imported)


def _comparable(data: bytes) -> bytes:
    """The contents without what an editor or git may change: line ends, the mark, the last newline."""
    return data.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n").rstrip(b"\n")


def refusals(modules: Mapping[str, HelperModule]) -> dict[str, tuple[Reason, str]]:
    return {name: each.refusal for name, each in modules.items() if each.refusal is not None}


def shipped(modules: Mapping[str, HelperModule], needed: Iterable[str]) -> list[Rewritten]:
    """The files to create: the modules of the helpers that an applied rewrite uses."""
    wanted = {symbol.rpartition(".")[0] for symbol in needed}
    return [
        Rewritten(each.path, None, each.text.encode())
        for name, each in sorted(modules.items())
        if name in wanted and each.path is not None and not each.exists
    ]
