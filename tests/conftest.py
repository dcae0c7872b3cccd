"""No test reads or writes the state folder of the user who runs it."""

import os
import shutil
import tempfile

import pytest

VARIABLE = "MIGRATE_ENGINES_STATE_DIR"


def pytest_configure(config: pytest.Config) -> None:
    """Journals of trees outside git. As early as this: some tests copy the environment when they are read."""
    os.environ[VARIABLE] = tempfile.mkdtemp(prefix="migrate-engines-state-")


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(os.environ.pop(VARIABLE), ignore_errors=True)
