"""Checks of user isolation for a team's own engine, as tests that it inherits.

This room imports nothing of the tool, and the tool nothing of it: it runs in the team's own tests.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migrate_engines.testing.checks import IsolationChecks
    from migrate_engines.testing.subject import Connection, Events, Request, Subject, User

__all__ = ["Connection", "Events", "IsolationChecks", "Request", "Subject", "User"]


def __getattr__(name: str) -> object:
    """Loaded when asked for: pytest imports this package at every start, for the plugin in it."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from migrate_engines.testing import checks, subject

    return getattr(checks if name == "IsolationChecks" else subject, name)
