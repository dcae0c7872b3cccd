"""The codemods that the settings ask for."""

from collections.abc import Sequence

from migrate_engines.model.rule import Codemod
from migrate_engines.settings import Settings


def configured_codemods(settings: Settings) -> Sequence[Codemod]:
    # Imported late: --version and --help must not wait for the rooms that do the work.
    from migrate_engines.rules.load import load_codemods
    from migrate_engines.rules.shipped import shipped_folder

    folders = [settings.inside(folder) for folder in settings.codemods]
    return load_codemods(folders, settings.root) if folders else load_codemods([shipped_folder()])
