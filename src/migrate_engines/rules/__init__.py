"""Rule files, read into rules: parsed only, never imported or run."""

from typing import TYPE_CHECKING

from migrate_engines.rules.shipped import shipped_folder as shipped_folder

if TYPE_CHECKING:
    from migrate_engines.rules.load import load_codemods as load_codemods
    from migrate_engines.rules.parse import parse_codemod as parse_codemod


def __getattr__(name: str) -> object:
    """Imported late: a run that is remembered needs to know which rule files there are, not what they say."""
    if name == "load_codemods":
        from migrate_engines.rules.load import load_codemods

        return load_codemods
    if name == "parse_codemod":
        from migrate_engines.rules.parse import parse_codemod

        return parse_codemod
    raise AttributeError(name)
