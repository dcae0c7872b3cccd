"""The codemods that the settings ask for."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from migrate_engines.settings import Settings

if TYPE_CHECKING:
    from migrate_engines.model.rule import Codemod


def configured_codemods(settings: Settings) -> Sequence["Codemod"]:
    # Imported late: --version and --help must not wait for the rooms that do the work.
    from migrate_engines.rules.load import load_codemods
    from migrate_engines.rules.shipped import rule_folders

    return load_codemods(rule_folders(settings), settings.root if settings.codemods else None)


def query_codemod(query: Path) -> Sequence["Codemod"]:
    """The one codemod that a file of Bowler queries stands for."""
    from migrate_engines.queries.load import described

    return (described(query),)
