"""``migrate-engines clean``."""

import typer

from migrate_engines.cli.options import CacheDir, Config, cache_of, configured
from migrate_engines.cli.output import note
from migrate_engines.model.problem import InputError, Problem


def clean(cache_dir: CacheDir = None, config: Config = None) -> None:
    """Forget what runs have remembered of this project. Nothing else is removed."""
    from migrate_engines.cli.remember import forget

    settings = configured((), config)
    cache = cache_of(settings, cache_dir)
    if cache is None:
        raise typer.Exit
    try:
        number = cache.clean() + forget(settings.root)
    except OSError as error:
        what = f"It cannot be removed: {error.strerror or error}"
        problem = Problem(str(error.filename or cache.folder), 0, what, "Remove it yourself.")
        raise InputError([problem]) from error
    note(f"{number} {'file' if number == 1 else 'files'} removed from {cache.folder}")
