"""Options and fixtures of the isolation checks; pytest loads it through its entry point.

Apart from the plugin of golden cases: a project may use either.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import asyncio

_FEWEST, _MOST = 2, 500


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("migrate-engines", "isolation of users")
    text = f"how many users take part in the isolation checks, {_FEWEST} to {_MOST}"
    group.addoption("--isolation-users", type=int, metavar="N", help=text)
    parser.addini("isolation_users", text, default="12")


@pytest.fixture(scope="session")
def isolation_users(pytestconfig: pytest.Config) -> int:
    """How many users take part."""
    option = pytestconfig.getoption("--isolation-users")
    asked = pytestconfig.getini("isolation_users") if option is None else option
    if not str(asked).isdecimal() or not _FEWEST <= int(asked) <= _MOST:
        raise pytest.UsageError(f"isolation_users is {asked!r}: give a number from {_FEWEST} to {_MOST}")
    return int(asked)


@pytest.fixture(scope="session")
def isolation_loop() -> "Iterator[asyncio.Runner]":
    """One event loop for all checks: a lock in a module belongs to the first loop that waits for it."""
    import asyncio

    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture
def isolation_subject() -> object:
    """To be overridden in the class of the checks or in conftest.py."""
    raise pytest.UsageError(
        "define a fixture isolation_subject that returns a migrate_engines.testing.Subject"
    )
