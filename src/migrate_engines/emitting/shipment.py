"""The modules of helper functions that are shipped into the tree."""

from collections.abc import Sequence

from migrate_engines.model.rule import Helper, ImportedName

_DOCSTRING = (
    '"""Builds what the canonical constructor needs. Written by migrate-engines, from its codemods."""'
)


def helper_module(helpers: Sequence[Helper]) -> str:
    """The text of one helper module, with the imports that its functions use."""
    imports = sorted(
        {each for helper in helpers for each in helper.imports}, key=lambda each: (each.module, each.local)
    )
    lines = [_import_line(each) for each in imports]
    head = "\n".join([_DOCSTRING, *([""] if lines else []), *lines])
    bodies = [helper.source.rstrip() for helper in helpers]
    return "\n\n\n".join([head, *bodies]) + "\n"


def _import_line(imported: ImportedName) -> str:
    if imported.name is None:
        is_plain = imported.local == imported.module.partition(".")[0]
        return f"import {imported.module}" + ("" if is_plain else f" as {imported.local}")
    renamed = "" if imported.local == imported.name else f" as {imported.local}"
    return f"from {imported.module} import {imported.name}{renamed}"
