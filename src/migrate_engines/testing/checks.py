"""The tests that a team inherits."""

import asyncio
from collections.abc import Coroutine

import pytest

from migrate_engines.testing.engines import engine_findings
from migrate_engines.testing.factories import factory_findings
from migrate_engines.testing.finding import Finding, render_findings
from migrate_engines.testing.running import AnySubject


class IsolationChecks:
    """Inherit from this, and let the fixture ``isolation_subject`` return a Subject.

    ``isolation_users`` many users take part: 12, or as the ini option or ``--isolation-users`` says.
    """

    def test_every_request_gets_its_own(
        self, isolation_subject: AnySubject, isolation_users: int, isolation_loop: asyncio.Runner
    ) -> None:
        """Factories and registries hand out nothing twice."""
        _demand(isolation_loop, factory_findings(isolation_subject, isolation_users))

    def test_users_reach_nothing_of_each_other(
        self, isolation_subject: AnySubject, isolation_users: int, isolation_loop: asyncio.Runner
    ) -> None:
        """No attribute, result, history or cache of one user can be reached from another's engine."""
        _demand(isolation_loop, engine_findings(isolation_subject, isolation_users))


def _demand(loop: asyncio.Runner, check: Coroutine[object, object, list[Finding]]) -> None:
    findings = loop.run(check)
    if findings:
        pytest.fail(render_findings(findings), pytrace=False)
