"""``migrate-engines clean``."""

from pathlib import Path

from migrate_engines.cli.configured import cache_of, configured
from migrate_engines.cli.options import CacheDir, Config
from migrate_engines.cli.output import note
from migrate_engines.model.problem import InputError, Problem
from migrate_engines.replay import answers_folder


def clean(cache_dir: CacheDir = None, config: Config = None) -> None:
    """Forget what runs have remembered of this project. Nothing else is removed."""
    from migrate_engines.cli.remember import forget

    settings = configured((), config)
    cache = cache_of(settings, cache_dir)
    folder = cache.folder if cache else Path(answers_folder())
    try:
        number = forget(settings.root) + (cache.clean() if cache else 0)
    except OSError as error:
        what = f"It cannot be removed: {error.strerror or error}"
        problem = Problem(str(error.filename or folder), 0, what, "Remove it yourself.")
        raise InputError([problem]) from error
    note(f"{number} {'file' if number == 1 else 'files'} removed from {folder}")
