"""The modules of helper functions that are shipped into the tree."""

from collections.abc import Sequence

from migrate_engines.emitting.imports import FromImport, from_statement
from migrate_engines.model.rule import Helper, ImportedName

_WIDTH = 88  # what most formatters of the trees that helpers go to allow

_DOCSTRING = (
    '"""Builds what the canonical constructor needs. Written by migrate-engines, from its codemods."""'
)


def helper_module(helpers: Sequence[Helper]) -> str:
    """The text of one helper module, with the imports that its functions use."""
    imports = sorted(
        {each for helper in helpers for each in helper.imports}, key=lambda each: (each.module, each.local)
    )
    lines = _import_lines(imports)
    head = "\n".join([_DOCSTRING, *([""] if lines else []), *lines])
    bodies = [helper.source.rstrip() for helper in helpers]
    return "\n\n\n".join([head, *bodies]) + "\n"


def _import_lines(imports: Sequence[ImportedName]) -> list[str]:
    lines: list[str] = []
    modules: dict[str, list[FromImport]] = {}
    for each in imports:
        if each.name is not None:
            modules.setdefault(each.module, []).append(FromImport(each.module, each.name, each.local))
        else:
            is_plain = each.local == each.module.partition(".")[0]
            lines.append(f"import {each.module}" + ("" if is_plain else f" as {each.local}"))
    return lines + [from_statement(module, names, _WIDTH) for module, names in modules.items()]
