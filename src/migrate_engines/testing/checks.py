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

    @pytest.mark.parametrize("story", ["all stay connected", "users leave and come back", "some users lag"])
    def test_events_reach_their_own_user(
        self,
        isolation_subject: AnySubject,
        isolation_users: int,
        isolation_loop: asyncio.Runner,
        story: str,
    ) -> None:
        """Each user's own events come over a real WebSocket, complete and in order, and nobody else's do."""
        events = isolation_subject.events
        if events is None:
            pytest.skip("isolation_subject declares no events, so nobody knows whether they arrive")
        try:
            from migrate_engines.testing.delivery import event_findings
        except ModuleNotFoundError as error:
            pytest.fail(f"{error}: pip install 'migrate-engines[testing]'", pytrace=False)
        _demand(isolation_loop, event_findings(isolation_subject, events, isolation_users, story))


def _demand(loop: asyncio.Runner, check: Coroutine[object, object, list[Finding]]) -> None:
    findings = loop.run(check)
    if findings:
        pytest.fail(render_findings(findings), pytrace=False)
