"""No test reads or writes the folders of the user who runs it."""

import os
import shutil
import tempfile

import pytest

VARIABLES = ("MIGRATE_ENGINES_STATE_DIR", "MIGRATE_ENGINES_CACHE_DIR")


def pytest_configure(config: pytest.Config) -> None:
    """Journals of trees outside git, and caches. As early as this: some tests copy the environment when read."""
    for variable in VARIABLES:
        os.environ[variable] = tempfile.mkdtemp(prefix="migrate-engines-")


def pytest_unconfigure(config: pytest.Config) -> None:
    for variable in VARIABLES:
        shutil.rmtree(os.environ.pop(variable), ignore_errors=True)
